import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { university } from '../../../functions/university/uca.ts';
import { type PopulationName, populations } from '../../../functions/university/university.ts';
import { onboarding } from '../../../lib/workflows/onboarding.ts';
import { onboardingWorld } from '../../support/onboarding-world.ts';
import { ada } from '../../support/people.ts';
import { namedFunctions, renderAsl } from '../../support/render-asl.ts';
import { runWorkflow } from '../../support/run-workflow.ts';

const asl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));

/** What the design's table promises to a person of each population with these affiliations, for a stay until 10 December 2026. */
const rows: [
  PopulationName,
  string[],
  { mail?: string; directories: string[]; services: string[]; lastDay: string },
][] = [
  [
    'student',
    [],
    {
      mail: 'etu.uca.fr',
      directories: ['uca'],
      services: ['ent', 'mail', 'eduroam', 'printing'],
      lastDay: '2027-01-09',
    },
  ],
  [
    'student',
    ['isima'],
    {
      mail: 'etu.uca.fr',
      directories: ['uca', 'isima-limos'],
      services: ['ent', 'mail', 'eduroam', 'printing', 'isima'],
      lastDay: '2027-01-09',
    },
  ],
  [
    'phd',
    ['limos'],
    {
      mail: 'doctorant.uca.fr',
      directories: ['uca', 'isima-limos'],
      services: ['ent', 'mail', 'eduroam', 'printing', 'limos'],
      lastDay: '2027-01-09',
    },
  ],
  [
    'phd',
    [],
    {
      mail: 'doctorant.uca.fr',
      directories: ['uca'],
      services: ['ent', 'mail', 'eduroam', 'printing'],
      lastDay: '2027-01-09',
    },
  ],
  [
    'staff',
    ['isima', 'limos'],
    {
      mail: 'uca.fr',
      directories: ['uca', 'isima-limos'],
      services: ['ent', 'mail', 'eduroam', 'printing', 'isima', 'limos'],
      lastDay: '2027-01-09',
    },
  ],
  [
    'guest',
    ['isima'],
    {
      mail: 'ext.uca.fr',
      directories: ['uca', 'isima-limos'],
      services: ['ent', 'eduroam', 'printing', 'isima'],
      lastDay: '2026-12-10',
    },
  ],
  [
    'temporary-guest',
    ['isima', 'limos'],
    { directories: ['uca'], services: ['ent', 'eduroam', 'printing'], lastDay: '2026-12-10' },
  ],
  ['local', ['limos'], { directories: ['isima-limos'], services: ['limos'], lastDay: '2026-12-10' }],
];

describe('a population', () => {
  test('is never forgotten here', () => {
    expect(new Set(rows.map(([population]) => population))).toEqual(new Set(populations));
  });

  test.each(rows)('%s of %j gets what the table promises', async (population, affiliations, promised) => {
    const world = onboardingWorld({ at: '2026-11-20T08:00:00Z' });
    const stored = await world.handOver({
      ...ada,
      office: university.populations[population].office,
      population,
      affiliations,
      startsOn: '2026-11-15',
      endsOn: '2026-12-10',
    });
    if (!('fileId' in stored)) throw new Error('a new file');
    const { path } = await runWorkflow(asl, { operationId: ulid(), fileId: stored.fileId }, world.steps);
    expect(path.at(-1)).toBe('Onboarded');
    const [account] = world.accounts();
    expect(account).toMatchObject({ services: promised.services, lastDay: promised.lastDay });
    expect(account?.mailAddress).toBe(promised.mail && `ada.lovelace@${promised.mail}`);
    expect(Object.keys(account?.directories ?? {})).toEqual(promised.directories);
    expect(world.scheduled.size).toBe(promised.lastDay === '2026-12-10' ? 1 : 0);
    for (const [name, server] of Object.entries(world.servers)) {
      expect(Object.keys(server.entries())).toEqual(promised.directories.includes(name) ? ['adalovel'] : []);
    }
  });
});
