// What a night of the sweep asks of the tables and the bucket, by people and by how many are due. Run it with
// `node test/bench/sweep-cost.ts`. It never scans: only the second number counts.
import { sweepCost } from '../support/sweep-cost.ts';

for (const due of [0, 50, 500]) {
  for (const people of [2_000, 20_000]) {
    const { tables, objects } = await sweepCost({ people, due });
    const asked = Object.entries(tables).map(([operation, count]) => `${operation} ${count}`);
    console.log(
      `${String(people).padStart(6)} people, ${String(due).padStart(3)} due: ${asked.join(', ')}; objects ${objects}`,
    );
  }
}
