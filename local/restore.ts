import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { command } from './command.ts';
import { type Deployed, deployed, reachedCloud } from './reached-cloud.ts';
import { copySuffix, restoreTables } from './restore-tables.ts';
import { startWriters, stopWriters } from './writers.ts';

// npm run restore -- 2026-03-01T08:30:00Z [--all] [--profile name] [--region name]
// npm run restore -- start [--profile name] [--region name]
// Stops the product and brings its tables back to that second (docs/restore.md); starts it again. Without a profile: the
// local cloud of `npm start`.

const usage =
  'Type `npm run restore -- 2026-03-01T08:30:00Z` for that second, `--all` if `mails`, `audit` or `counters` have lost rows too, and ' +
  '`--profile name` for a real account. `npm run restore -- start` lets everything run again.';

await command(main);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, profile: { type: 'string' }, region: { type: 'string' } },
  });
  const [asked, ...others] = positionals;
  // Copies are told apart by their second, and AWS knows nothing finer.
  const second = z.iso.datetime({ offset: true, precision: 0 }).safeParse(asked).data;
  if ((second === undefined && asked !== 'start') || others.length > 0) throw new Error(usage);

  const config = reachedCloud(values);
  const product = await deployed(new CloudFormationClient(config), values);
  const lambda = new LambdaClient(config);
  const again = Object.entries({ profile: values.profile, region: values.region })
    .flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${value}`]))
    .join('');
  if (second === undefined) {
    await startWriters({ lambda, ...product });
    say('Everything runs again.');
    return;
  }
  const to = new Date(second);
  await restoreTables({
    // Tables that have had little to do refuse many writes at once: the SDK slows down.
    dynamoDb: new DynamoDBClient({ ...config, retryMode: 'adaptive', maxAttempts: 10 }),
    ...{ nameOf: product.nameOf, to, all: values.all, say },
    stop: async () => {
      say(`Stopping. If this ends early: type the same again to go on. To give up before the first row is put in:`);
      say(`  npm run restore -- start${again}`);
      await stopWriters({ lambda, sfn: new SFNClient(config), ...product, say });
    },
  });
  say(whatIsLeft(product, to, again));
}

function whatIsLeft({ nameOf }: Deployed, to: Date, again: string): string {
  return `
The tables are those of ${to.toISOString()}. What is left to do:

1. Find who was locked since. The CRI locks them again once everything runs, before the night opens their entries:
   aws dynamodb scan${again} --table-name ${nameOf('audit')} --projection-expression subject,event \\
     --filter-expression 'begins_with(event, :locked) AND #at >= :to' --expression-attribute-names '{"#at":"at"}' \\
     --expression-attribute-values '{":locked":{"S":"locked#"},":to":{"S":"${to.toISOString()}"}}'
2. Let everything run again:
   npm run restore -- start${again}
3. Have the offices hand over their whole exports again.
4. Delete the copies, which hold what the tables held:
   aws dynamodb list-tables${again} --query "TableNames[?ends_with(@, '${copySuffix(to)}')]" --output text |
     xargs -n 1 aws dynamodb delete-table${again} --table-name`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
