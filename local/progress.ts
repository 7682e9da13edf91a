/** Shows what is going on, one line a phase with its time; on a terminal also what is under way. */
export function progress(out: NodeJS.WriteStream): {
  phase: (label: string) => () => void;
  say: (line: string) => void;
} {
  const underWay: string[] = [];
  const erase = () => {
    if (out.isTTY) out.write('\r\u001B[K');
  };
  const draw = () => {
    if (out.isTTY && underWay.length > 0) out.write(`  … ${underWay.join(', ')}`.slice(0, out.columns - 1));
  };
  const say = (line: string) => {
    erase();
    out.write(`${line}\n`);
    draw();
  };
  return {
    say,
    phase(label) {
      const began = performance.now();
      underWay.push(label);
      erase();
      draw();
      return () => {
        underWay.splice(underWay.indexOf(label), 1);
        say(`  ${label.padEnd(42)}${((performance.now() - began) / 1_000).toFixed(1).padStart(5)} s`);
      };
    },
  };
}
