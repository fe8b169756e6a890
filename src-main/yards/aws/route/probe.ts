/**
 * Is the public address really answered by the generation that it should be? One probe asks every
 * address that the name resolves to at once, and answers with the wanted generation only when all of
 * them do: with the engine's "K in a row" that makes K answers from every address.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Generation } from '../../../../src-shared/fleet.ts';
import type { GenerationId, ImageId } from '../../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { ProbeAnswer } from '../../port.ts';
import { canBeProbed, usualPort, type RuleAddress } from '../discover/rule-address.ts';
import { askAddress, type Answer } from './ask-address.ts';
import { takesHost } from './host-pattern.ts';
import { generationOfMarker, markerValueOf } from './marker.ts';

export interface EntryAddress {
  readonly address: string;
  readonly port: number;
}

/** All addresses of a name, as a client of it would find them. Rejects when there are none. */
export type Resolve = (name: string, port: number) => Promise<readonly EntryAddress[]>;

export const resolveByDns: Resolve = async (name, port) => {
  const found = await lookup(name, { all: true, order: 'verbatim' });
  return found.map(({ address }) => ({ address, port }));
};

/** One rule of the entry as a client meets it. */
export type Way = Pick<
  RuleAddress,
  'scheme' | 'dnsName' | 'host' | 'hosts' | 'port' | 'path' | 'isWhole'
>;

export interface ProbedEntry {
  readonly ways: readonly Way[];
  /** Null: responses say nothing. */
  readonly marker: DeclaredMarker | null;
  readonly generations: readonly Pick<Generation, 'id' | 'number' | 'label' | 'image'>[];
  readonly versionOf: (image: ImageId) => string | undefined;
  /** Who has all the weight; null when several have some. */
  readonly expected: GenerationId | null;
}

/** Below the engine's own patience of 5 s, so that its sentence names the address. */
const timeoutMs = 4000;
/** More are not asked: an ALB has one or a few in each zone. */
const addressesAsked = 32;

export async function probeEntry(
  entry: ProbedEntry,
  resolve: Resolve,
): Promise<Result<ProbeAnswer>> {
  const ways = entry.ways.filter(canBeProbed);
  if (ways.length === 0) {
    const message =
      'No request over HTTP meets its rules by an address alone, so no probe can tell who answers.';
    return fail({ code: 'unreachable', message });
  }
  const asked = await Promise.all(
    ways.map((way) => askThrough(way, usualQuestion(way, entry.marker), resolve)),
  );
  const failed = asked.find((one) => !one.ok);
  if (failed?.ok === false) return failed;
  return judge(
    asked.flatMap((one) => (one.ok ? one.value : [])),
    entry,
  );
}

/** What is asked of each address. */
export interface WayQuestion {
  /** The name that was declared, which counts where the rule takes it; null: one of the rule's own. */
  readonly host: string | null;
  readonly path: string;
  readonly timeoutMs: number;
  /** Beside those of every probe. */
  readonly headers?: Readonly<Record<string, string>>;
}

function usualQuestion(way: Way, marker: DeclaredMarker | null): WayQuestion {
  const path = marker === null || marker.path === '/' ? way.path : marker.path;
  return { host: marker?.host ?? null, path, timeoutMs };
}

/** All addresses of its name at once. */
export async function askThrough(
  way: Way,
  { host, path, timeoutMs: withinMs, headers }: WayQuestion,
  resolve: Resolve,
): Promise<Result<readonly AskedAddress[]>> {
  const { dnsName, port } = way;
  let addresses: readonly EntryAddress[];
  try {
    addresses = (await resolve(dnsName, port)).slice(0, addressesAsked);
  } catch {
    const message = `The name ${plain(dnsName, 120)} resolves to no address.`;
    return fail({ code: 'unreachable', message, todo: 'Check the network of this computer.' });
  }
  const isTls = way.scheme === 'https' || way.scheme === 'tls';
  const name = nameFor(way, host);
  const question = {
    isTls,
    host: port === usualPort(way) ? name : `${name}:${port}`,
    servername: isIP(name) === 0 ? name : null,
    path,
    timeoutMs: withinMs,
    ...(headers === undefined ? {} : { headers }),
  };
  return succeed(
    await Promise.all(
      addresses.map(async (one) => ({ ...one, answer: await askAddress({ ...question, ...one }) })),
    ),
  );
}

/** The declared name where the rule takes it: elsewhere it would be some other rule that answers. */
export function nameFor({ hosts, host: own, dnsName }: Way, declared: string | null): string {
  if (declared !== null && (hosts.length === 0 || hosts.some((one) => takesHost(one, declared)))) {
    return declared;
  }
  return own ?? dnsName;
}

export interface AskedAddress extends EntryAddress {
  readonly answer: Answer;
}

/** The worst of all answers: no answer, an error, another generation than expected; else what all say. */
export function judge(
  asked: readonly AskedAddress[],
  entry: Pick<ProbedEntry, 'marker' | 'generations' | 'versionOf' | 'expected'>,
): Result<ProbeAnswer> {
  const answers: ProbeAnswer[] = [];
  const isAnyAnswered = asked.some(({ answer }) => answer.kind === 'answered');
  for (const { address, answer } of asked) {
    if (answer.kind === 'silent') {
      if (answer.isNoWay && isAnyAnswered) continue;
      const message = `The entry's address ${plain(address, 60)} was asked: ${answer.because}.`;
      return fail({ code: 'unreachable', message });
    }
    const { status, latencyMs } = answer;
    answers.push({ status, latencyMs, generation: generationOf(answer, entry) });
  }
  const odd =
    answers.find(({ status }) => status >= 500) ??
    answers.find(({ generation }) => generation === null) ??
    // Where nobody is expected, two that differ already tell that the switch is not through everywhere.
    answers.find(({ generation }) => generation !== (entry.expected ?? answers[0]?.generation)) ??
    answers[0];
  if (odd === undefined) {
    return fail({ code: 'unreachable', message: 'The name of the entry resolves to no address.' });
  }
  const slowest = Math.max(...answers.map(({ latencyMs }) => latencyMs));
  return succeed({ ...odd, latencyMs: slowest });
}

/** Null: its answer does not say. */
export function generationOf(
  { response }: Extract<Answer, { kind: 'answered' }>,
  { marker, generations, versionOf }: Pick<ProbedEntry, 'marker' | 'generations' | 'versionOf'>,
): GenerationId | null {
  if (marker === null) return null;
  const value = markerValueOf(marker, response);
  return value === null ? null : generationOfMarker(value, marker.meaning, generations, versionOf);
}
