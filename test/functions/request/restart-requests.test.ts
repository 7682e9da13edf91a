import { expect, test } from 'vitest';
import { restartRequests } from '../../../functions/request/restart-requests.ts';
import { guestWorld, intern } from '../../support/guest-world.ts';

test('what no execution has brought to its end is started again, once a day', async () => {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  world.engine.away = true;
  await expect(world.invite(sponsor)).rejects.toThrow('away');
  world.engine.away = false;
  const [stay] = await world.stays();
  expect(await restartRequests(world)).toEqual({ started: 0 });
  world.wait({ hours: 2 });
  await restartRequests(world);
  expect(await restartRequests(world)).toEqual({ started: 1 });
  const runs = await world.work();
  expect([...runs.keys()]).toEqual([`${stay?.requestId ?? ''}-1-20260915`]);
  expect([...runs.values()].map(({ path }) => path.at(-1))).toEqual(['Invited']);
  expect(await restartRequests(world)).toEqual({ started: 0 });
});

test('what is done, or was forgotten, is not started again', async () => {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  await world.invite(sponsor, intern);
  await world.work();
  const { requestId } = await world.invite(sponsor);
  await world.tables.write({ table: 'requests', delete: { requestId } });
  world.wait({ hours: 2 });
  expect(await restartRequests(world)).toEqual({ started: 0 });
});
