import { globSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { matricule } from '../../lib/matricule.ts';
import type { Settings } from '../../lib/settings.ts';

/** A resource of one of the stacks, with CloudFormation's intrinsics folded into plain strings (see `fold`). */
interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  /** Its construct's path in the stack, without CDK's last part: `files`, `Matricule-Intake/Machine`. */
  readonly name: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly deletionPolicy: string | undefined;
}

/** One statement of a role. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
}

interface DeployedFunction extends Resource {
  readonly role: Resource;
  readonly statements: readonly Statement[];
}

interface DeployedMachine extends DeployedFunction {
  readonly definition: StateMachineDefinition & { readonly TimeoutSeconds: number };
}

/** What `cdk synth` makes of lib/. */
export interface Synthesized {
  readonly app: App;
  /** By the name of the stack, as CDK wrote them. */
  readonly templates: ReadonlyMap<string, object>;
  readonly resources: readonly Resource[];
  readonly ofType: (type: string) => readonly Resource[];
  /** The product's functions, by the name of their bundle: `onboarding-validate-file`. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  /** By name: `Matricule-Onboarding`. */
  readonly machines: ReadonlyMap<string, DeployedMachine>;
  readonly statementsOf: (role: Resource) => readonly Statement[];
}

/** The names of the bundles that `lib/bundle.ts` would make, one per handler. */
export function bundleNames(): string[] {
  return globSync('functions/*/*.handler.{ts,tsx}', { cwd: join(import.meta.dirname, '../..') }).map(
    (file) => `${basename(dirname(file))}-${basename(file).replace(/\.handler\.tsx?$/, '')}`,
  );
}

/**
 * Synthesizes lib/ for production on empty bundles, which CDK takes for the real ones.
 * @throws with `validate`, which takes longer than all the rest, when CloudFormation would not take a template.
 */
export function synthesize(settings: Settings = { disposable: false }, { validate = false } = {}): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'matricule-synth-'));
  const assets = join(folder, 'functions');
  for (const name of bundleNames()) {
    mkdirSync(join(assets, name), { recursive: true });
    writeFileSync(join(assets, name, 'index.mjs'), '');
  }
  const app = new App({
    outdir: join(folder, 'cdk.out'),
    context: { 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:validateAgainstDefaultRules': validate },
    builtinCloudFormationValidation: validate,
  });
  matricule(app, { assets, settings });
  const templates = new Map(app.synth().stacks.map((stack) => [stack.stackName, stack.template as RawTemplate]));
  const resources = [...templates].flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([logicalId, raw]) => ({
      stack,
      logicalId,
      name: nameOf(logicalId, raw),
      type: raw.Type,
      properties: fold(raw.Properties ?? {}, stack, templates) as Record<string, unknown>,
      deletionPolicy: raw.DeletionPolicy,
    })),
  );
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const statementsOf = (role: Resource) =>
    ofType('AWS::IAM::Policy')
      .filter(({ stack, properties }) => stack === role.stack && list(properties['Roles']).includes(`<${role.name}>`))
      .flatMap(({ properties }) => (properties['PolicyDocument'] as { Statement: RawStatement[] }).Statement)
      .map(statement);
  const withRole = (resource: Resource, roleProperty: string): DeployedFunction => {
    const roleArn = resource.properties[roleProperty];
    const role = ofType('AWS::IAM::Role').find(({ name }) => roleArn === `<${name}.Arn>`);
    if (!role) throw new Error(`${resource.name} has no role in its stack`);
    return { ...resource, role, statements: statementsOf(role) };
  };
  return {
    app,
    templates,
    resources,
    ofType,
    statementsOf,
    functions: new Map(ofType('AWS::Lambda::Function').map((each) => [each.name, withRole(each, 'Role')])),
    machines: new Map(
      ofType('AWS::StepFunctions::StateMachine').map((each) => [
        String(each.properties['StateMachineName']),
        {
          ...withRole(each, 'RoleArn'),
          definition: JSON.parse(String(each.properties['DefinitionString'])) as DeployedMachine['definition'],
        },
      ]),
    ),
  };
}

/** CloudFormation's way of writing one or many. */
export function list(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

interface RawResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, string>;
  readonly DeletionPolicy?: string;
}
interface RawTemplate {
  readonly Resources: Record<string, RawResource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>;
}
type RawStatement = Record<'Effect' | 'Action' | 'Resource' | 'NotResource', unknown>;

function statement({ Effect, Action, Resource, NotResource }: RawStatement): Statement {
  return {
    effect: String(Effect),
    actions: list(Action),
    resources: list(Resource),
    notResources: list(NotResource),
  };
}

function nameOf(logicalId: string, { Metadata }: RawResource): string {
  const path = Metadata?.['aws:cdk:path'] ?? logicalId;
  return path
    .split('/')
    .slice(1)
    .join('/')
    .replace(/\/Resource$/, '');
}

const pseudoParameters: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-3',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What `Ref` gives where templates go on working with the ARN: CDK cuts the name of a secret out of it. */
function arnOf({ Type, Properties = {}, ...raw }: RawResource, logicalId: string): string | undefined {
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-3:123456789012:${resource}`;
  if (Type === 'AWS::StepFunctions::StateMachine') {
    return arn('states', `stateMachine:${String(Properties['StateMachineName'])}`);
  }
  if (Type === 'AWS::SecretsManager::Secret') {
    const name = nameOf(logicalId, { Type, ...raw }).replaceAll('-', '');
    return arn('secretsmanager', `secret:${name}-generated-suffix`);
  }
  return undefined;
}

/**
 * `Ref` of a resource becomes `<its name>` or its ARN, an attribute `<its name.Attribute>`; what another stack exports is
 * folded there.
 */
function fold(node: unknown, stack: string, templates: ReadonlyMap<string, RawTemplate>): unknown {
  const again = (inner: unknown): unknown => fold(inner, stack, templates);
  if (Array.isArray(node)) return node.map(again);
  if (typeof node !== 'object' || node === null) return node;
  const [[intrinsic, value] = ['', undefined], ...others] = Object.entries(node) as [string, unknown][];
  const named = (id: string): RawResource | undefined => templates.get(stack)?.Resources[id];
  if (others.length === 0) {
    if (intrinsic === 'Ref') {
      const id = String(value);
      const resource = named(id);
      if (!resource) return pseudoParameters[id] ?? `<${id}>`;
      return arnOf(resource, id) ?? `<${nameOf(id, resource)}>`;
    }
    if (intrinsic === 'Fn::GetAtt') {
      const [id = '', attribute = ''] = value as string[];
      const resource = named(id);
      return `<${resource ? nameOf(id, resource) : id}.${attribute}>`;
    }
    if (intrinsic === 'Fn::ImportValue') {
      for (const [exporting, { Outputs = {} }] of templates) {
        const found = Object.values(Outputs).find(({ Export }) => Export?.Name === value);
        if (found) return fold(found.Value, exporting, templates);
      }
    }
    if (intrinsic === 'Fn::Join') {
      const [separator, parts] = again(value) as [string, unknown[]];
      return parts.map(String).join(separator);
    }
    if (intrinsic === 'Fn::Split') {
      const [separator, text] = again(value) as [string, string];
      return text.split(separator);
    }
    if (intrinsic === 'Fn::Select') {
      const [index, choices] = again(value) as [number, unknown[]];
      return choices[index];
    }
  }
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, again(inner)]));
}
