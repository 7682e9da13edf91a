import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const template = z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });

/**
 * Rewrites `Ref` of a secret as `Fn::GetAtt Id` in a synthesized template. On AWS both are its ARN; on the local cloud `Ref`
 * is its name, so that every policy that names a secret would grant nothing.
 */
export async function referToSecretsByArn(templateFile: string): Promise<void> {
  const found = template.parse(JSON.parse(await readFile(templateFile, 'utf8')));
  const secrets = new Set(
    Object.entries(found.Resources).flatMap(([id, { Type }]) => (Type === 'AWS::SecretsManager::Secret' ? [id] : [])),
  );
  const rewritten = JSON.stringify(found, (_, value: unknown) => {
    const id = z.strictObject({ Ref: z.string() }).safeParse(value).data?.Ref;
    return id !== undefined && secrets.has(id) ? { 'Fn::GetAtt': [id, 'Id'] } : value;
  });
  await writeFile(templateFile, rewritten);
}
