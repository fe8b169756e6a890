/** An HTTP server in front of moto that adds what AWS does and moto does not, and every fault that a test has set. */
import * as http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AwsCall, isMutation, readCall } from './aws-call.ts';
import type { Answer } from './aws-answers.ts';
import { type WritableCallLog } from './call-log.ts';
import type { ControlPlane } from './control-plane.ts';
import type { Strike, StrikingFaultSet } from './faults/fault-set.ts';
import { errorAnswer } from './aws-answers.ts';
import { denied, expired, throttled } from './faults/refusals.ts';
import type { ReadMemory } from './faults/stale-reads.ts';
import { emptyAnswer, emptyResult, htmlAnswer } from './faults/strange-answers.ts';
import { forwardTo, type Forward } from './forward.ts';
import type { HealthTeller } from './truths/health.ts';
import type { ClientTokens } from './truths/client-tokens.ts';
import type { MetricTeller } from './truths/metrics.ts';
import type { Disks } from './truths/disks.ts';
import type { ImageProtection } from './truths/image-protection.ts';
import { withUse } from './truths/group-use.ts';
import { isPaged, pageOf } from './truths/paging.ts';
import { defaultRule, heavyWeight } from './truths/rules.ts';
import type { Scaling } from './scaling/scaling.ts';
import type { Truths } from './truths/truths.ts';

export interface FaultLayerParts {
  readonly motoEndpoint: string;
  readonly plane: ControlPlane;
  readonly truths: Truths;
  readonly faults: StrikingFaultSet;
  readonly memory: ReadMemory;
  readonly health: HealthTeller;
  readonly tokens: ClientTokens;
  readonly metrics: MetricTeller;
  readonly scaling: Scaling;
  readonly images: ImageProtection;
  readonly disks: Disks;
  readonly calls: WritableCallLog;
  /** Since the lab was opened. */
  readonly nowMs: () => number;
  /** Puts a list into an order by the lab's seed. */
  readonly shuffled: (items: readonly string[]) => readonly string[];
  /** By a policy's resources, where its caller has a policy. */
  readonly isCovered: (call: AwsCall) => boolean;
  /** Load balancers were changed; nobody waits for what it starts. */
  readonly changed: () => void;
}

export interface FaultLayer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly reachedMoto: boolean }
  | { readonly kind: 'cut'; readonly reachedMoto: boolean };

export async function startFaultLayer(parts: FaultLayerParts): Promise<FaultLayer> {
  const forward = forwardTo(parts.motoEndpoint);
  const server = http.createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      console.error('The fault layer broke:', error);
      response.destroy();
    });
  });

  async function serve(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const atMs = parts.nowMs();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { method = '', url = '/' } = request;
    const call = readCall(request.headers, body, { method, url });
    const outcome = await answerTo(parts, forward, call, { request, body });
    const status = outcome.kind === 'cut' ? 'cut' : outcome.answer.status;
    const { reachedMoto } = outcome;
    parts.calls.add(call, { atMs, tookMs: parts.nowMs() - atMs, status, reachedMoto });
    if (outcome.kind === 'cut') {
      request.socket.destroy();
      return;
    }
    const bytes = Buffer.from(outcome.answer.body);
    response.writeHead(outcome.answer.status, {
      ...outcome.answer.headers,
      'content-length': bytes.length,
    });
    response.end(bytes);
  }

  // The same as the services': the SDK keeps its connections.
  server.keepAliveTimeout = 20_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      forward.close();
    },
  };
}

interface Wire {
  readonly request: http.IncomingMessage;
  readonly body: string;
}

async function answerTo(
  parts: FaultLayerParts,
  forward: Forward,
  call: AwsCall,
  wire: Wire,
): Promise<Outcome> {
  const strike = parts.faults.strike(call);
  const struck = strike === undefined ? undefined : ownAnswer(strike, call);
  if (struck !== undefined) return { kind: 'answer', answer: struck, reachedMoto: false };
  if (strike?.kind === 'lost-request') return { kind: 'cut', reachedMoto: false };
  if (strike?.kind === 'slow-request') await sleep(strike.ms);
  const refusal = await refusalOf(parts, call);
  if (refusal !== undefined) return { kind: 'answer', answer: refusal, reachedMoto: false };
  const kept = parts.truths.keepsImages ? parts.images.own(call) : undefined;
  if (kept !== undefined) return { kind: 'answer', answer: kept, reachedMoto: false };

  const known = parts.truths.honoursClientTokens ? parts.tokens.known(call) : undefined;
  const own = call.service === 'autoscaling' ? await parts.scaling.answer(call) : known;
  const fromMoto = own ?? (await forward.original(wire.request, wire.body));
  parts.tokens.keep(call, fromMoto);
  if (fromMoto.status < 300 && isMutation(call)) noteChange(parts, call);
  const answer = await truthful(parts, forward, call, wire, fromMoto);
  parts.memory.remember(call, answer);
  if (strike?.kind === 'stale') strike.frozen.keep(call, answer);
  if (strike?.kind === 'slow') await sleep(strike.ms);
  return strike?.kind === 'lost-reply'
    ? { kind: 'cut', reachedMoto: true }
    : { kind: 'answer', answer, reachedMoto: true };
}

/** Of a fault that answers in moto's place. */
function ownAnswer(strike: Strike, call: AwsCall): Answer | undefined {
  switch (strike.kind) {
    case 'throttled':
      return throttled(call);
    case 'expired':
      return expired(call);
    case 'denied':
      return denied(call);
    case 'error':
      return errorAnswer(call, strike.status, strike.code, strike.message);
    case 'empty':
      return emptyAnswer;
    case 'empty-result':
      return emptyResult(call);
    case 'html':
      return htmlAnswer;
    case 'stale':
      return strike.frozen.answerTo(call);
    case 'lost-reply':
    case 'lost-request':
    case 'slow':
    case 'slow-request':
      return undefined;
  }
}

async function refusalOf(parts: FaultLayerParts, call: AwsCall): Promise<Answer | undefined> {
  if (parts.truths.checksResources && !parts.isCovered(call)) return denied(call);
  if (call.service !== 'elasticloadbalancing' || !isMutation(call)) return undefined;
  const tooHeavy = parts.truths.refusesHeavyWeights ? heavyWeight(call) : undefined;
  if (tooHeavy !== undefined) return tooHeavy;
  return parts.truths.refusesDefaultRules ? defaultRule(call, parts.plane) : undefined;
}

function noteChange(parts: FaultLayerParts, call: AwsCall): void {
  if (call.service === 'ec2') {
    parts.plane.forget('instances');
    parts.scaling.serversChanged();
  }
  if (call.service !== 'elasticloadbalancing') return;
  parts.plane.forget('load-balancers');
  parts.health.passed(call);
  parts.changed();
}

async function truthful(
  parts: FaultLayerParts,
  forward: Forward,
  call: AwsCall,
  wire: Wire,
  fromMoto: Answer,
): Promise<Answer> {
  const { truths } = parts;
  if (truths.wordsDenials && fromMoto.status === 403 && worded.has(call.service)) {
    return fromMoto.body.includes('AccessDenied') ? denied(call) : fromMoto;
  }
  if (truths.keepsDisks && call.service === 'ebs') {
    return parts.disks.answer(call, fromMoto, truths.blocksOnPage);
  }
  if (truths.measuresTraffic && call.action === 'GetMetricData' && fromMoto.status === 200) {
    return parts.metrics.answer(call) ?? fromMoto;
  }
  if (truths.keepsImages && fromMoto.status === 200 && call.service === 'ec2') {
    const told = truths.keepsDisks ? parts.disks.told(call, fromMoto) : fromMoto;
    return parts.images.told(call, told);
  }
  if (fromMoto.status !== 200 || call.service !== 'elasticloadbalancing') return fromMoto;
  if (truths.tellsHealth && call.action === 'DescribeTargetHealth') {
    return parts.health.answer(call, fromMoto, truths.showsZoneOfTargets);
  }
  const order = truths.shufflesRules && call.action === 'DescribeRules' ? parts.shuffled : inOrder;
  const listedAnswer =
    truths.pages && isPaged(call)
      ? await pageOf(
          call,
          fromMoto,
          truths.pageSize,
          (change) => forward.changed(wire, change),
          order,
        )
      : undefined;
  const answer = listedAnswer ?? fromMoto;
  if (truths.tellsUse && call.action === 'DescribeTargetGroups') {
    return withUse(answer, parts.plane);
  }
  if (call.action !== 'DescribeLoadBalancers' && call.action !== 'CreateLoadBalancer')
    return answer;
  return { ...answer, body: asReached(answer.body, truths) };
}

const worded: ReadonlySet<string> = new Set([
  'ec2',
  'ebs',
  'elasticloadbalancing',
  'ssm',
  'monitoring',
]);

const inOrder = (items: readonly string[]): readonly string[] => items;

function asReached(body: string, truths: Truths): string {
  const active = truths.activates
    ? body.replaceAll('<Code>provisioning</Code>', '<Code>active</Code>')
    : body;
  return truths.dnsName === undefined
    ? active
    : active.replaceAll(/<DNSName>[^<]*<\/DNSName>/g, `<DNSName>${truths.dnsName}</DNSName>`);
}
