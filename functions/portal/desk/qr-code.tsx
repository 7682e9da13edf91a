import { encode } from 'uqr';

/** Modules of white that readers need around a code (ISO/IEC 18004). */
const quiet = 4;

/**
 * A QR code as a picture of the page itself, without a style or script. `M` restores 15 % of what a folded card has lost.
 * @param label what it leads to, for who does not see it.
 */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: quiet });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} width="200" height="200" role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
