import { chmod, copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Aspects, CliCredentialsStackSynthesizer, type IReusableStackSynthesizer } from 'aws-cdk-lib';
import { z } from 'zod';
import { bundleFunctions } from '../lib/bundle.ts';
import { matricule } from '../lib/matricule.ts';
import { accountId, region } from './cloud.ts';
import { fitTemplate } from './fit-template.ts';
import { LocalCloudAspect } from './local-cloud-aspect.ts';

// The CDK app for the local cloud: lib/ as it is, with an aspect. deploy.ts runs it.
const { MATRICULE_ASSETS: assets, MATRICULE_PUBLIC_URL: publicUrl } = z
  .object({ MATRICULE_ASSETS: z.string(), MATRICULE_PUBLIC_URL: z.string() })
  .parse(process.env);

// Found by its host name only when it has the form of those that the local cloud makes up: eight hexadecimal digits.
const localApiId = 'accede00';

await bundleFunctions(assets);
const runtime = join(import.meta.dirname, 'runtime');
for (const bundle of await readdir(assets)) {
  await copyFile(join(runtime, 'runtime.mjs'), join(assets, bundle, 'runtime.mjs'));
  await copyFile(join(runtime, 'bootstrap'), join(assets, bundle, 'bootstrap'));
  // Whatever the umask or the archive of the clone made of it.
  await chmod(join(assets, bundle, 'bootstrap'), 0o755);
}

// With the default synthesizer the CLI takes a role that, with IAM evaluated, may not read its own asset bucket.
// Cast: CDK's own declarations disagree with one another under exactOptionalPropertyTypes.
const defaultStackSynthesizer = new CliCredentialsStackSynthesizer() as IReusableStackSynthesizer;
const app = new App({ defaultStackSynthesizer });
matricule(app, {
  assets,
  settings: { disposable: true, publicUrl, apiTags: { 'ms-custom-id': localApiId } },
  env: { account: accountId, region },
});
Aspects.of(app).add(new LocalCloudAspect());
for (const { templateFullPath: file } of app.synth().stacks) {
  await writeFile(file, JSON.stringify(fitTemplate(JSON.parse(await readFile(file, 'utf8')))));
}
