import type { Condition, Value, Write } from './tables.ts';

/**
 * The placeholders of one DynamoDB request. No name and no value ever stands in an expression itself, so that none can
 * be read as a part of it, nor meet one of DynamoDB's 573 reserved words.
 */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values: Value[] = [];

  /** Stands for an attribute, or for one inside a map: `directories.uca`. */
  path(path: string): string {
    return path
      .split('.')
      .map((name) => {
        const placeholder = this.#names.get(name) ?? `#n${this.#names.size}`;
        this.#names.set(name, placeholder);
        return placeholder;
      })
      .join('.');
  }

  value(value: Value): string {
    return `:v${this.#values.push(value) - 1}`;
  }

  /** What the request says beside its expressions. DynamoDB refuses an empty one. */
  get attributes(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, Value>;
  } {
    return {
      ...(this.#names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          [...this.#names].map(([name, placeholder]) => [placeholder, name]),
        ),
      }),
      ...(this.#values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(this.#values.map((value, index) => [`:v${index}`, value])),
      }),
    };
  }
}

/** A ConditionExpression, or `undefined` when there is nothing to hold. */
export function conditionExpression(condition: Condition | undefined, placeholders: Placeholders): string | undefined {
  const parts = [
    ...Object.entries(condition?.equals ?? {}).map(
      ([path, value]) => `${placeholders.path(path)} = ${placeholders.value(value)}`,
    ),
    ...(condition?.absent ?? []).map((path) => `attribute_not_exists(${placeholders.path(path)})`),
    ...Object.entries(condition?.below ?? {}).map(
      ([path, bound]) => `${placeholders.path(path)} < ${placeholders.value(bound)}`,
    ),
  ];
  return parts.length > 0 ? parts.join(' AND ') : undefined;
}

/** An UpdateExpression, or `undefined` when nothing changes. */
export function updateExpression(
  { set = {}, add = {}, remove = [] }: Pick<Extract<Write, { update: unknown }>, 'set' | 'add' | 'remove'>,
  placeholders: Placeholders,
): string | undefined {
  const clauses = [
    clause(
      'SET',
      Object.entries(set).map(([path, value]) => `${placeholders.path(path)} = ${placeholders.value(value)}`),
    ),
    clause(
      'ADD',
      Object.entries(add).map(([name, increment]) => `${placeholders.path(name)} ${placeholders.value(increment)}`),
    ),
    clause(
      'REMOVE',
      remove.map((path) => placeholders.path(path)),
    ),
  ].filter((each) => each !== undefined);
  return clauses.length > 0 ? clauses.join(' ') : undefined;
}

function clause(word: string, parts: readonly string[]): string | undefined {
  return parts.length > 0 ? `${word} ${parts.join(', ')}` : undefined;
}
