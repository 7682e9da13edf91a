import type { App, Environment } from 'aws-cdk-lib';
import { DataStack } from './data-stack.ts';
import { PortalStack } from './portal-stack.ts';
import type { Settings } from './settings.ts';
import { WorkflowsStack } from './workflows-stack.ts';

export interface MatriculeProps {
  /** The folder of the bundled functions. */
  readonly assets: string;
  readonly settings: Settings;
  readonly env?: Environment;
}

/** The product: what is kept, what people see, what is done. */
export function matricule(app: App, props: MatriculeProps): void {
  const data = new DataStack(app, 'Matricule-Data', props);
  const portal = new PortalStack(app, 'Matricule-Portal', { ...props, data });
  new WorkflowsStack(app, 'Matricule-Workflows', { ...props, data, portal });
}
