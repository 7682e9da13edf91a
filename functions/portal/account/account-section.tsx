import type { Child } from 'hono/jsx';
import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../../account/account-dates.ts';
import type { AccountOverview } from './account-overview.ts';
import { writtenDay } from '../language.ts';
import type { View } from '../page.tsx';

export interface Shown {
  readonly view: View;
  readonly overview: AccountOverview;
}

export function Section({ id, title, children }: { id: string; title: string; children: Child }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The day of an instant where the university lives, as people write it. */
export function dayIn({ language, university }: View, instant: string): string {
  return writtenDay(dayOf(Temporal.Instant.from(instant), university.timeZone), language);
}
