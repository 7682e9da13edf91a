import { z } from 'zod';

/**
 * Actions that the local cloud allows or refuses without knowing on what: of `SendEmail` it does not read the sender, and
 * of a schedule not the group. A policy that names a resource would refuse them all. Tests of the templates assert what
 * AWS is told.
 */
export const actionsWithoutResource: readonly string[] = [
  'scheduler:CreateSchedule',
  'scheduler:UpdateSchedule',
  'ses:SendEmail',
];

const anyOf = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)]);
const statement = z.looseObject({ Action: anyOf(z.string()).optional(), Condition: z.unknown().optional() });
const policyDocument = z.looseObject({ Statement: z.array(statement) });
const resource = z.looseObject({
  Type: z.string(),
  Properties: z.looseObject({ PolicyDocument: policyDocument.optional() }).optional(),
  DependsOn: anyOf(z.string()).optional(),
});
const templateSchema = z.looseObject({ Resources: z.record(z.string(), resource) });
type Template = z.infer<typeof templateSchema>;
type Resource = z.infer<typeof resource>;

/**
 * Rewrites a synthesized template where the local cloud reads the same words otherwise than AWS. It is done on the
 * template, since in the constructs the references between stacks are not resolved yet.
 * @param template parsed JSON
 */
export function fitTemplate(template: unknown): unknown {
  const parsed = templateSchema.parse(template);
  return referToSecretsByArn(allowBlindActions(withoutTlsOnly(parsed)));
}

/** It speaks HTTP on 127.0.0.1: a policy that asks for TLS shuts everybody out. What is empty without it goes. */
function withoutTlsOnly({ Resources, ...rest }: Template): Template {
  const asksForTls = ({ Condition }: z.infer<typeof statement>) =>
    JSON.stringify(Condition ?? {}).includes('aws:SecureTransport');
  const fitted = mapStatements(Resources, (statements) => statements.filter((each) => !asksForTls(each)));
  const gone = new Set(
    Object.keys(fitted).filter(
      (id) =>
        fitted[id]?.Properties?.PolicyDocument?.Statement.length === 0 &&
        (Resources[id]?.Properties?.PolicyDocument?.Statement.length ?? 0) > 0,
    ),
  );
  const kept = Object.entries(fitted).flatMap(([id, { DependsOn = [], ...each }]) => {
    if (gone.has(id)) return [];
    const waitsFor = [DependsOn].flat().filter((other) => !gone.has(other));
    return [[id, { ...each, ...(waitsFor.length > 0 && { DependsOn: waitsFor }) }] as const];
  });
  return { ...rest, Resources: Object.fromEntries(kept) };
}

function allowBlindActions({ Resources, ...rest }: Template): Template {
  const isBlind = ({ Action = [] }: z.infer<typeof statement>) =>
    [Action].flat().length > 0 && [Action].flat().every((action) => actionsWithoutResource.includes(action));
  const fitted = mapStatements(Resources, (statements) =>
    statements.map((each) => (isBlind(each) ? { ...each, Resource: '*' } : each)),
  );
  return { ...rest, Resources: fitted };
}

function mapStatements(
  resources: Readonly<Record<string, Resource>>,
  change: (statements: z.infer<typeof statement>[]) => z.infer<typeof statement>[],
): Record<string, Resource> {
  const mapped = Object.entries(resources).map(([id, each]) => {
    const { PolicyDocument: policy, ...others } = each.Properties ?? {};
    if (policy === undefined) return [id, each] as const;
    return [
      id,
      { ...each, Properties: { ...others, PolicyDocument: { ...policy, Statement: change(policy.Statement) } } },
    ] as const;
  });
  return Object.fromEntries(mapped);
}

/**
 * `Ref` of a secret is its ARN on AWS and its name on the local cloud, so that every policy that names a secret would
 * grant nothing; `Fn::GetAtt Id` is the ARN on both. And CDK reads the name out of the ARN: it expects the one dash of
 * the names that AWS makes up.
 */
function referToSecretsByArn(template: Template): unknown {
  const secrets = new Set(
    Object.entries(template.Resources).flatMap(([id, { Type }]) =>
      Type === 'AWS::SecretsManager::Secret' ? [id] : [],
    ),
  );
  const named = Object.entries(template.Resources).map(([id, each]) =>
    secrets.has(id) ? [id, { ...each, Properties: { Name: `${id}-local`, ...each.Properties } }] : [id, each],
  );
  const reference = z.strictObject({ Ref: z.string() });
  return JSON.parse(
    JSON.stringify({ ...template, Resources: Object.fromEntries(named) as unknown }, (_, value: unknown) => {
      const id = reference.safeParse(value).data?.Ref;
      return id !== undefined && secrets.has(id) ? { 'Fn::GetAtt': [id, 'Id'] } : value;
    }),
  );
}
