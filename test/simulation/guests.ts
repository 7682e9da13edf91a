import { workDesk } from '../../functions/request/request.ts';
import { plus } from './days.ts';
import { type ExpectedStay, isBehind } from './expected-stay.ts';
import { accept } from './expected.ts';
import { arrives, type Simulated } from './simulated.ts';

/** What was granted becomes an account, or a later end of one, at once; where an execution died, by the rule of the next night. */
export async function welcome(all: Simulated): Promise<void> {
  for (const stay of all.stays.values()) {
    if (isBehind(stay)) await follow(stay, all);
  }
}

async function follow(stay: ExpectedStay, all: Simulated): Promise<void> {
  const { world, today, university } = all;
  const { planned, requestId, endsOn, guest } = stay;
  const { life, kind: population } = planned;
  const row = await world.kept.get('requests', { requestId });
  const accountId = row?.['accountId'];
  const account = typeof accountId === 'string' ? await all.accountOf(accountId) : undefined;
  const isDone = (await world.kept.get('desks', { desk: workDesk, requestId })) === undefined;
  const isKnown = Object.values(account?.files ?? {}).some((file) => file.endsOn === endsOn);
  if (!isKnown) {
    if (isDone) all.breaks('was granted, and nothing came of it', { life, accountId: requestId });
    return;
  }
  if (guest) accept(guest, { fileNumber: requestId, endsOn, population }, today, university);
  else if (account) {
    stay.guest = arrives(account, { life, population, fileNumber: requestId, endsOn }, all);
    plans(stay, all);
  }
}

function plans({ planned, endsOn }: ExpectedStay, { today, later }: Simulated): void {
  const { life, end, extension } = planned;
  if (end) later(plus(today, end.after), { what: 'end-stay', life });
  if (!extension) return;
  const day = plus(endsOn, -extension.before);
  if (day > today) later(day, { what: 'extend', life });
}
