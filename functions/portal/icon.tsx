import type { Mark } from './link/progress.ts';

/** Shapes that differ without their colours; the words beside them say the same. */
const shapes = {
  done: 'M7 13l3 3 7-8',
  now: 'M12 7v5l3 3',
  later: 'M8 12h8',
  stopped: 'M12 7v6M12 16.5v.5',
} as const satisfies Record<Mark, string>;

export function Icon({ mark }: { mark: Mark }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <circle cx="12" cy="12" r="10.5" />
      <path d={shapes[mark]} />
    </svg>
  );
}
