// A file imported as text: Vite knows the suffix, esbuild's loader is named in lib/bundle.ts.
declare module '*?raw' {
  const text: string;
  export default text;
}
