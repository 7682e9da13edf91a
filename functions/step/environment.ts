/**
 * A variable of the function's environment.
 * @throws Error naming the variable when the stack did not set it.
 */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
}
