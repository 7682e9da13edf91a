import { readFile, writeFile } from 'node:fs/promises';
import { App, Aspects, CliCredentialsStackSynthesizer, type IReusableStackSynthesizer } from 'aws-cdk-lib';
import { matricule } from '../lib/matricule.ts';
import { accountId, region } from './cloud.ts';
import { fitTemplate } from './fit-template.ts';
import { LocalCloudAspect } from './local-cloud-aspect.ts';

/** The API is found by its host name only when its id has the form of those that the local cloud makes up. */
const localApiId = 'accede00';

/** Synthesizes `lib/` as it is, with an aspect and fitted templates, to where the CDK's environment says. */
export async function synthesizeStacks(assets: string, publicUrl: string): Promise<void> {
  // With the default synthesizer the CLI takes a role that, with IAM evaluated, may not read its own asset bucket.
  // Cast: CDK's own declarations disagree with one another under exactOptionalPropertyTypes.
  const defaultStackSynthesizer = new CliCredentialsStackSynthesizer() as IReusableStackSynthesizer;
  // The CDK validates templates for AWS, which these are not: it takes four seconds, and `npm run synth` does it.
  const app = new App({ defaultStackSynthesizer, builtinCloudFormationValidation: false, treeMetadata: false });
  matricule(app, {
    assets,
    settings: { disposable: true, publicUrl, apiTags: { 'ms-custom-id': localApiId } },
    env: { account: accountId, region },
  });
  Aspects.of(app).add(new LocalCloudAspect());
  for (const { templateFullPath: file } of app.synth().stacks) {
    await writeFile(file, JSON.stringify(fitTemplate(JSON.parse(await readFile(file, 'utf8')))));
  }
}
