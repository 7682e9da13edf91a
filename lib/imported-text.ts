import { readFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

// Two more ways to import a file as text, beside `?raw`. The bundle and the tests read both here, so that they agree:
//   `list.txt?lines=3000`   the first lines of a list, without the rest, which may be long
//   `help.client.ts?script` one script for a browser, made of the file and of all that it imports

/** @returns `undefined` for an import that is neither. */
export async function importedText(path: string, suffix: string): Promise<string | undefined> {
  const query = new URLSearchParams(suffix);
  if (query.has('script')) return browserScript(path);
  const lines = query.get('lines');
  if (lines === null) return undefined;
  return (await readFile(path, 'utf8')).split('\n', Number(lines)).join('\n');
}

export const importedTextInEsbuild: Plugin = {
  name: 'imported-text',
  setup(bundling) {
    bundling.onLoad({ filter: /\.(txt|client\.ts)$/ }, async ({ path, suffix }) => {
      const contents = await importedText(path, suffix);
      return contents === undefined ? undefined : { contents, loader: 'text' };
    });
  },
};

/** For vitest.config.ts. */
export const importedTextInVite = {
  name: 'imported-text',
  enforce: 'pre',
  async load(id: string): Promise<string | undefined> {
    const [path = '', query] = id.split('?');
    const contents = query === undefined ? undefined : await importedText(path, query);
    return contents === undefined ? undefined : `export default ${JSON.stringify(contents)}`;
  },
} as const;

async function browserScript(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // Browsers of 2022 and later; the pages do without the script in any other.
    target: 'es2022',
    charset: 'utf8',
    plugins: [importedTextInEsbuild],
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
}
