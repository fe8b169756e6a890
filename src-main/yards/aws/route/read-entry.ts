/**
 * The rules of one fleet as they are now, at the price of its own load balancers: one call for their
 * listeners and one for the rules of each. Everything else comes from the last observation.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, type Result } from '../../../../src-shared/result.ts';
import type { AwsReader } from '../discover/aws-reader.ts';
import { groupFleets } from '../discover/group-fleets.ts';
import type { AwsReading, EntryRule, Listener } from '../discover/reading.ts';
import { sortedRules } from '../discover/test-rule.ts';
import { attempt } from '../session/clients.ts';
import { entryViewOf, type EntryView } from './entry-view.ts';

export type RuleReader = Pick<AwsReader, 'listeners' | 'rules'>;

export async function readEntry(
  fleet: FleetId,
  last: AwsReading,
  reader: RuleReader,
): Promise<Result<EntryView>> {
  const known = groupFleets(last).find(({ id }) => id === fleet);
  if (known === undefined) {
    return fail({ code: 'not-found', message: 'The last look at AWS did not show this fleet.' });
  }
  const arns = new Set([
    ...known.rules.map((rule) => rule.loadBalancerArn),
    // A group that another load balancer uses too may have got rules there that move it.
    ...known.attached.flatMap((group) => group.loadBalancerArns),
  ]);
  const read = await attempt(async () => {
    const balancers = await Promise.all([...arns].map((arn) => readBalancer(arn, reader)));
    return withRulesOf(last, arns, balancers);
  });
  if (!read.ok) return read;
  const now = groupFleets(read.value).find(({ id }) => id === fleet);
  if (now === undefined) {
    return fail({
      code: 'conflict',
      message: 'The rule that this fleet is known by forwards to other servers now, or is gone.',
      todo: 'Look at the fleets again.',
    });
  }
  return { ok: true, value: entryViewOf(now, read.value) };
}

interface BalancerRules {
  readonly listeners: readonly Listener[];
  readonly rules: readonly EntryRule[];
}

async function readBalancer(arn: string, reader: RuleReader): Promise<BalancerRules> {
  const { listeners, defaults } = await reader.listeners(arn);
  const rules = await Promise.all(
    listeners.filter(({ protocol }) => /^HTTPS?$/u.test(protocol)).map((one) => reader.rules(one)),
  );
  return { listeners, rules: [...defaults, ...rules.flat()] };
}

function withRulesOf(
  last: AwsReading,
  arns: ReadonlySet<string>,
  balancers: readonly BalancerRules[],
): AwsReading {
  const others = <Row extends { readonly loadBalancerArn: string }>(rows: readonly Row[]): Row[] =>
    rows.filter((row) => !arns.has(row.loadBalancerArn));
  // What the last look has set apart as a declared test stays so: the plan was made on that.
  const apart = new Set(last.testRules.map(({ arn }) => arn));
  const sorted = sortedRules(balancers.flatMap(({ rules }) => rules));
  const fresh = {
    rules: sorted.rules.filter(({ arn }) => !apart.has(arn)),
    testRules: [...sorted.testRules, ...sorted.rules.filter(({ arn }) => apart.has(arn))],
  };
  return {
    ...last,
    listeners: [...others(last.listeners), ...balancers.flatMap(({ listeners }) => listeners)],
    rules: [...others(last.rules), ...fresh.rules],
    testRules: [...others(last.testRules), ...fresh.testRules],
  };
}
