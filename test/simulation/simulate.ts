import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uca } from '../../functions/university/uca.ts';
import { drawStates } from './draw-states.ts';
import { faults } from './faults.ts';
import { plan } from './people.ts';
import { type Day, play } from './play.ts';
import type { Broken, Counted } from './simulated.ts';

// Four academic years of a university. SEED=… plays the same ones again.

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const people = Number(process.env['PEOPLE'] ?? 2_000);
const years = Number(process.env['YEARS'] ?? 4);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const began = performance.now();
const planned = plan({ seed, people, guests: Math.round(people * 0.12), first: 2026, count: years });
say(`SEED=${String(seed)}: ${String(people)} people, ${planned.from} to ${planned.to}`);
const days: Day[] = [];
const broken: Broken[] = [];
let month: Record<string, number> = {};
for await (const day of play(planned, { seed, university: uca, faults: faults({ seed, ...planned, deaths: 400 }) })) {
  days.push(day);
  for (const [name, count] of Object.entries(day.counts) as [Counted, number][])
    month[name] = (month[name] ?? 0) + count;
  for (const each of day.broken) {
    broken.push(each);
    if (broken.length <= 50) say(`  ${each.day}: ${each.what}`);
  }
  if (planned.to !== day.day && new Date(Date.parse(day.day) + 86_400_000).getUTCDate() !== 1) continue;
  say([day.day.slice(0, 7), listed(day.states), listed(month), `${seconds()} s`].join(' | '));
  month = {};
}

const folder = join(import.meta.dirname, '..', '..', '.local', 'simulation');
const path = join(folder, `accounts-${String(seed)}.svg`);
await mkdir(folder, { recursive: true });
await writeFile(path, await drawStates(days));
say(`Accounts by state: ${path}`);
say(
  broken.length === 0
    ? `Everything that was promised held, on each of ${String(days.length)} days (${seconds()} s, SEED=${String(seed)})`
    : `${String(broken.length)} promises were broken; SEED=${String(seed)} plays them again`,
);
process.exitCode = broken.length === 0 ? 0 : 1;

function listed(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, number]) => `${name} ${String(number)}`)
    .join(' ');
}

function seconds(): string {
  return ((performance.now() - began) / 1_000).toFixed(0);
}
