/**
 * Upgrade requests. WebSockets go to a block as they came and become a tunnel when it agrees; any
 * other protocol is not offered, and the request is answered as if it had not asked (RFC 9110 7.8).
 */
import * as http from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { brokenOff, noBlockAccepted, noHealthyBlock, unreadable } from './block-answers.ts';
import { meterOf, type Door } from './door.ts';
import { forward } from './forward.ts';
import { noUpgradeInPause } from './held-answers.ts';
import {
  badRequest,
  pathOf,
  rawAnswer,
  refusalOf,
  sendOwnAnswer,
  type OwnAnswer,
} from './own-answer.ts';
import { readRequestHead, withoutNames, type RequestHead } from './request-head.ts';
import { generationHeader, trailerPairs } from './response-head.ts';
import type { BlockRecord, Route, UnderWay } from './roster.ts';
import type { TrafficMeter } from './traffic-meter.ts';
import { openTunnel } from './tunnel.ts';

/** Takes an `upgrade` event over: the socket is ours to end from here on. */
export function forwardUpgrade(
  door: Door,
  request: IncomingMessage,
  socket: Duplex,
  clientHead: Buffer,
): void {
  socket.on('error', () => socket.destroy());
  const peer = request.socket.remoteAddress ?? 'unknown';
  const head = readRequestHead(request.method ?? 'GET', request.rawHeaders, peer);
  const refusal = refusalOf(request, head);
  if (refusal !== undefined) {
    socket.end(rawAnswer(refusal));
  } else if (head.hasBody) {
    // Behind an upgrade Node no longer separates the body from what follows it.
    socket.end(rawAnswer(badRequest('An upgrade request cannot have a body.')));
  } else if (head.upgrade === 'websocket') {
    new Handshake(door, request, socket, clientHead, head).begin();
  } else {
    answerPlainly(door, request, socket);
  }
}

/** Serves the request as an ordinary one on a socket that Node has already let go of. */
function answerPlainly(door: Door, request: IncomingMessage, socket: Duplex): void {
  const response = responseOn(request, socket);
  if (response !== undefined) forward(door, request, response);
  else socket.destroy();
}

function responseOn(request: IncomingMessage, socket: Duplex): http.ServerResponse | undefined {
  if (socket !== request.socket) return undefined;
  const response = new http.ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(request.socket);
  response.on('finish', () => {
    response.detachSocket(request.socket);
    socket.end();
  });
  return response;
}

/** The block has the request, and has not agreed yet. */
class Handshake implements UnderWay {
  readonly kind = 'web-socket';
  private readonly door: Door;
  private readonly request: IncomingMessage;
  private readonly client: Duplex;
  private readonly clientHead: Buffer;
  private readonly head: RequestHead;
  private readonly meter: TrafficMeter | undefined;
  private readonly startedAtMs: number;
  private tried: Set<BlockRecord> | undefined;
  private block: BlockRecord | undefined;
  private upstream: http.ClientRequest | undefined;
  private over = false;

  constructor(
    door: Door,
    request: IncomingMessage,
    client: Duplex,
    clientHead: Buffer,
    head: RequestHead,
  ) {
    this.door = door;
    this.request = request;
    this.client = client;
    this.clientHead = clientHead;
    this.head = head;
    this.meter = meterOf(door, head);
    this.startedAtMs = door.clock.monotonicMs();
  }

  begin(): void {
    this.client.on('close', () => {
      if (this.over) return;
      this.finish();
      this.upstream?.destroy();
    });
    this.tryNextBlock();
  }

  drainBegins(): void {
    // There is no frame boundary before the first frame: it is waited for, then cut.
  }

  cut(): void {
    this.meter?.webSocketCut();
    this.finish();
    this.upstream?.destroy();
    this.client.destroy();
  }

  private tryNextBlock(): void {
    const { holding } = this.door;
    if (holding !== undefined && this.meter !== undefined && holding.pausedForSeconds() !== null) {
      holding.countTurnedAway();
      this.giveUp(noUpgradeInPause(holding), true);
      return;
    }
    const route = this.door.route(this.tried);
    if (route === undefined)
      this.giveUp(this.tried === undefined ? noHealthyBlock : noBlockAccepted);
    else this.attempt(route);
  }

  private attempt(route: Route): void {
    const { block } = route;
    let upstream: http.ClientRequest;
    try {
      upstream = http.request({
        host: '127.0.0.1',
        port: block.port,
        method: this.request.method ?? 'GET',
        path: pathOf(this.request.url ?? '/'),
        headers: upgradeHeaders(this.head),
        agent: this.door.freshSockets,
      });
    } catch {
      this.over = true;
      this.client.end(
        rawAnswer(badRequest('The request holds characters that HTTP does not allow.')),
      );
      return;
    }
    this.block = block;
    this.upstream = upstream;
    block.busy += 1;
    block.underWay.add(this);
    upstream.on('upgrade', (answer, socket, blockHead) =>
      this.agreed(route, answer, socket, blockHead),
    );
    upstream.on('response', (answer) => this.declined(route, answer));
    upstream.on('error', (error: NodeJS.ErrnoException) => this.failed(upstream, error));
    upstream.on('close', () => this.failed(upstream, undefined));
    upstream.end();
  }

  private agreed(route: Route, answer: IncomingMessage, socket: Duplex, blockHead: Buffer): void {
    const { client, meter } = this;
    const { block } = route;
    if (this.over) {
      socket.destroy();
      return;
    }
    this.over = true;
    this.countAnswer(route, answer);
    if (meter !== undefined) block.generation.meter.webSockets += 1;
    client.write(switchingHead(answer, block.generation.id), 'latin1');
    const tunnel = openTunnel(
      { client, block: socket, blockHead, clientHead: this.clientHead },
      () => meter?.webSocketCut(),
      () => {
        if (meter !== undefined) block.generation.meter.webSockets -= 1;
        block.busy -= 1;
        block.underWay.delete(tunnel);
        if (block.underWay.size === 0) block.onIdle?.();
      },
    );
    block.underWay.delete(this);
    block.underWay.add(tunnel);
    // The drain may have begun while the block was still making up its mind.
    if (block.draining) tunnel.drainBegins();
  }

  /** The block answers like to any request: pass that on and close. */
  private declined(route: Route, answer: IncomingMessage): void {
    const response = this.over ? undefined : responseOn(this.request, this.client);
    if (response === undefined) {
      answer.destroy();
      return;
    }
    this.over = true;
    const headers: string[] = [];
    for (const [name, value] of trailerPairs(answer.rawHeaders)) {
      if (!droppedFromRefusal.has(name.toLowerCase())) headers.push(name, value);
    }
    headers.push(generationHeader, route.block.generation.id, 'Connection', 'close');
    answer.on('error', () => response.destroy());
    answer.on('close', () => this.release());
    response.on('close', () => answer.destroy());
    try {
      response.writeHead(answer.statusCode ?? 502, headers);
    } catch {
      this.meter?.lost(false);
      sendOwnAnswer(response, unreadable(route.block));
      return;
    }
    this.countAnswer(route, answer);
    answer.pipe(response);
  }

  private countAnswer(route: Route, answer: IncomingMessage): void {
    const { door } = this;
    if (this.meter === undefined) return;
    const latencyMs = door.clock.monotonicMs() - this.startedAtMs;
    const sinceSplit = route.splitNumber === door.splitNumber();
    route.block.generation.meter.answered(answer.statusCode ?? 502, latencyMs, sinceSplit);
  }

  private failed(upstream: http.ClientRequest, error: NodeJS.ErrnoException | undefined): void {
    const { block } = this;
    if (this.over || upstream !== this.upstream || block === undefined) return;
    this.release();
    block.health.checkSoon();
    if (error?.syscall === 'connect') {
      this.tried ??= new Set();
      this.tried.add(block);
      this.tryNextBlock();
    } else {
      this.giveUp(
        error?.code?.startsWith('HPE_') === true
          ? unreadable(block)
          : brokenOff(block, 'handshake'),
      );
    }
  }

  private giveUp(answer: OwnAnswer, isByPause = false): void {
    this.finish();
    this.meter?.lost(false, isByPause);
    this.client.end(rawAnswer(answer));
  }

  private finish(): void {
    this.over = true;
    this.release();
  }

  private release(): void {
    const { block } = this;
    if (block === undefined) return;
    this.block = undefined;
    block.busy -= 1;
    block.underWay.delete(this);
    if (block.underWay.size === 0) block.onIdle?.();
  }
}

function upgradeHeaders(head: RequestHead): string[] {
  const headers = withoutNames(head.headers, new Set(['connection']));
  return [...headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket'];
}

const droppedFromRefusal: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'trailer',
  generationHeader,
]);

function switchingHead(answer: IncomingMessage, generation: string): string {
  const lines = ['HTTP/1.1 101 Switching Protocols'];
  for (const [name, value] of trailerPairs(answer.rawHeaders)) {
    if (name.toLowerCase() !== generationHeader) lines.push(`${name}: ${value}`);
  }
  lines.push(`${generationHeader}: ${generation}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
