import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

// More ways to import a file as text, beside `?raw`. The bundle and the tests read all of them here, so that they agree:
//   `list.txt?lines=3000`     the first lines of a list, without the rest, which may be long
//   `list.txt?packed=100000`  the same lines in alphabetical order, by Brotli and in base64: a start reads past them sooner
//   `help.client.ts?script`   one script for a browser, made of the file and of all that it imports

/** @returns `undefined` for an import that is none of these. */
async function importedText(path: string, suffix: string): Promise<string | undefined> {
  const query = new URLSearchParams(suffix);
  if (query.has('script')) return browserScript(path);
  const lines = query.get('lines');
  if (lines !== null) return (await firstLines(path, Number(lines))).join('\n');
  const packed = query.get('packed');
  return packed === null ? undefined : pack((await firstLines(path, Number(packed))).sort().join('\n'));
}

async function firstLines(path: string, count: number): Promise<string[]> {
  return (await readFile(path, 'utf8')).split('\n', count);
}

/** Quality 9 of 11: within a fifth of the best size in a tenth of the time. */
function pack(text: string): string {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).toString('base64');
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
