/** Runs what was typed in a shell: what goes wrong is one sentence, and the command fails. */
export async function command(main: () => Promise<void>): Promise<void> {
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
