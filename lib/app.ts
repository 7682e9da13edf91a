import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundle.ts';
import { matricule } from './matricule.ts';

const assets = 'cdk.out/functions';
await bundleFunctions(assets);
const app = new App();
matricule(app, { assets, settings: { disposable: false } });
