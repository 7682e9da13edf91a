// A file imported as text: Vite knows `?raw` and esbuild's loader is named in lib/bundle.ts; the others are
// those of lib/imported-text.ts.
declare module '*?raw' {
  const text: string;
  export default text;
}
declare module '*?script' {
  const text: string;
  export default text;
}
declare module '*?lines=3000' {
  const text: string;
  export default text;
}
declare module '*?lines=100000' {
  const text: string;
  export default text;
}
declare module '*?packed=100000' {
  const text: string;
  export default text;
}
