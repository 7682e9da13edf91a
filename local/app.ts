import { z } from 'zod';
import { bundleWithRuntime } from './local-bundles.ts';

// The CDK app for the local cloud; deploy.ts runs it.
const { MATRICULE_ASSETS: assets, MATRICULE_PUBLIC_URL: publicUrl } = z
  .object({ MATRICULE_ASSETS: z.string(), MATRICULE_PUBLIC_URL: z.string() })
  .parse(process.env);

const bundling = bundleWithRuntime(assets);
// The CDK takes a second to load, and the bundler is a process of its own: they need not wait for one another.
const { synthesizeStacks } = await import('./local-stacks.ts');
await bundling;
await synthesizeStacks(assets, publicUrl);
