/** One check of one generation past the split of its fleet, and whether the answer is as it should be. */
import type { FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import type { ReleaseChecks } from '../../../../src-shared/release-schema.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { TestEntry } from '../../../../src-shared/test-entry.ts';
import type { CheckedAnswer } from '../../port.ts';
import { addressesOf } from '../discover/entry-of.ts';
import { canBeProbed } from '../discover/rule-address.ts';
import { servingIn } from '../route/entry-view.ts';
import { askThrough, generationOf, type AskedAddress, type Resolve } from '../route/probe.ts';
import type { YardMemory } from '../yard-memory.ts';
import type { DeclaredProof } from './declared-proof.ts';
import { groupingOf } from './ensure-test-rule.ts';
import type { TestRules } from './test-rules.ts';

export interface CheckPorts extends Pick<YardMemory, 'last' | 'known'> {
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  readonly resolve: Resolve;
  readonly testRules: Pick<TestRules, 'ask'>;
  /** What the operator declared for proofs of this fleet; null: a rule is made. */
  readonly testOf: (fleet: FleetId) => TestEntry | null;
  readonly declaredProof: DeclaredProof;
}

type Checks = Pick<ReleaseChecks, 'path' | 'text' | 'withinMs'>;

/** So little late an answer is still told, with its time. */
const reserveMs = 250;

/** @param rollout on whose behalf a rule may be made for it; null: nothing may be changed. */
export async function checkAlone(
  ports: CheckPorts,
  fleet: FleetId,
  generation: GenerationId,
  checks: Checks,
  rollout: RolloutId | null,
): Promise<Result<CheckedAnswer>> {
  const { last, known, markerOf, resolve, testRules, declaredProof } = ports;
  const at = groupingOf(last(), fleet);
  const entry = known(fleet)?.entry;
  const group = entry?.groups.get(generation);
  if (at === null || entry === undefined || group === undefined) {
    const message = `The fleet has no generation ${plain(generation, 80)}.`;
    return fail({ code: 'not-found', message });
  }
  const marker = markerOf(fleet);
  const question = {
    host: marker?.host ?? null,
    path: checks.path,
    timeoutMs: checks.withinMs + reserveMs,
  };
  // What serves alone is met by everybody: nothing has to be made to ask it.
  const [way] = addressesOf(at.grouping, at.look.reading).filter(canBeProbed);
  const isServing = servingIn(entry) === generation && way !== undefined;
  if (!isServing && rollout === null) return fail(onlyInARelease);
  const test = ports.testOf(fleet);
  const asked =
    isServing || rollout === null
      ? way === undefined
        ? fail(onlyInARelease)
        : await askThrough(way, question, resolve)
      : test === null
        ? await testRules.ask({ fleet, group: group.arn, rollout, ...question })
        : await declaredProof.ask({ fleet, group: group.arn, rollout, ...question }, test);
  return asked.ok ? judged(asked.value, ports, { fleet, generation, checks }) : asked;
}

const onlyInARelease: Fault = {
  code: 'refused',
  message: 'It can be asked past the traffic in a release only, which makes a test rule for it.',
};

function judged(
  asked: readonly AskedAddress[],
  { known, last, markerOf }: CheckPorts,
  { fleet, generation, checks }: { fleet: FleetId; generation: GenerationId; checks: Checks },
): Result<CheckedAnswer> {
  const marker = markerOf(fleet);
  const generations = known(fleet)?.fleet.generations ?? [];
  const images = last()?.reading.images ?? [];
  const versionOf = (id: string) => images.find((image) => image.id === id)?.version;
  const answers: CheckedAnswer[] = [];
  for (const { address, answer } of asked) {
    if (answer.kind === 'silent') {
      const message = `The address ${plain(address, 60)} was asked: ${answer.because}.`;
      return fail({ code: 'unreachable', message });
    }
    const by = generationOf(answer, { marker, generations, versionOf });
    if (by !== null && by !== generation) {
      const message = `Its marker says that ${plain(by, 80)} made the answer.`;
      return fail({ code: 'unreachable', message });
    }
    const { status, latencyMs, response } = answer;
    const hasText = checks.text === null ? null : response.body.includes(checks.text);
    answers.push({ status, latencyMs, generation, hasText });
  }
  // The worst of all addresses: an error before a redirect before a page, then one that lacks the text.
  const [worst] = [...answers].sort(
    (a, b) => b.status - a.status || Number(a.hasText ?? true) - Number(b.hasText ?? true),
  );
  if (worst === undefined) {
    return fail({ code: 'unreachable', message: 'The name of the entry resolves to no address.' });
  }
  const slowestMs = Math.max(...answers.map(({ latencyMs }) => latencyMs));
  return succeed({ ...worst, latencyMs: slowestMs });
}
