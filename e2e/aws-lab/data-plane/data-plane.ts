/**
 * Load balancers that really answer: one loopback server per listener, on the listener's own port where that is free to
 * use, following moto's rules with a chosen delay per node. A connection belongs to one node, as it does at AWS.
 * HTTPS listeners answer plain HTTP here; TCP ones pass bytes on.
 */
import * as http from 'node:http';
import * as net from 'node:net';
import type { ControlPlane, ListenerView } from '../control-plane.ts';
import type { Runners } from '../scaling/servers-of-groups.ts';
import { openNodes, type Nodes } from './nodes.ts';
import { answerItself, relay } from './relay.ts';
import { route, routeConnection, stickyCookie } from './routing.ts';
import { type AppServer, startAppServer } from './servers.ts';

export interface ServedAnswer {
  /** When the request came and its way was chosen, on the lab's clock. */
  readonly startedAtMs: number;
  /** When the answer ended. */
  readonly atMs: number;
  /** `x-request-id` of the request; empty without one. */
  readonly requestId: string;
  readonly node: number;
  /** Of the target group that answered; undefined when the load balancer answered itself. */
  readonly groupArn: string | undefined;
  readonly version: string | undefined;
  readonly status: number | 'cut';
  /** A fixed answer or a redirect of a rule is the rule's. */
  readonly madeBy: 'server' | 'balancer' | 'rule';
  readonly balancerArn: string;
}

export interface DataPlane {
  /** Nodes take over a change within this time; for changes from now on. */
  propagationMs: number;
  /** Every answer so far, WebSockets and TCP excepted; in the order of their ends. */
  readonly answers: readonly ServedAnswer[];
  /** Puts real servers behind a target group. Their marker is `version`; each `failsEvery`th page is a 500. */
  serve(
    groupArn: string,
    version: string,
    count?: number,
    failsEvery?: number,
  ): Promise<readonly AppServer[]>;
  /** `127.0.0.1:PORT` of each server of the group, past the load balancer. */
  serversOf(groupArn: string): readonly string[];
  /** Where a load balancer's listener answers. By its DNS name as moto has it, or by its ARN. */
  addressOf(dnsNameOrArn: string, listenerPort?: number): { host: string; port: number };
  /** When every node follows the last change. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface FollowingDataPlane extends DataPlane, Runners {
  /** Reads the rules again; called after each change that went through the fault layer. */
  follow(): Promise<void>;
}

interface Front {
  readonly listener: ListenerView;
  readonly balancer: { readonly arn: string; readonly dnsName: string };
  readonly nodes: Nodes;
  readonly port: number;
  close(): Promise<void>;
}

interface Group {
  readonly version: string;
  readonly servers: readonly AppServer[];
}

/** Behind several target groups it is one process. */
interface Runner {
  readonly server: Promise<AppServer>;
}

export interface DataPlaneOptions {
  readonly plane: ControlPlane;
  readonly nodes: number;
  readonly propagationMs: number;
  readonly random: () => number;
  readonly nowMs: () => number;
}

export function openDataPlane(options: DataPlaneOptions): FollowingDataPlane {
  const { plane, random, nowMs } = options;
  const fronts = new Map<string, Front>();
  const groups = new Map<string, Group>();
  const runners = new Map<string, Runner>();
  const answers: ServedAnswer[] = [];
  let work: Promise<void> = Promise.resolve();

  /** Dead servers fail their health checks at once here; with all of them dead the load balancer tries any. */
  const serverOf = (groupArn: string): { server: AppServer; version: string } | undefined => {
    const group = groups.get(groupArn);
    if (group === undefined) return undefined;
    const alive = group.servers.filter((server) => server.isAlive);
    const choice = alive.length > 0 ? alive : group.servers;
    const server = choice[Math.floor(random() * choice.length)];
    return server === undefined ? undefined : { server, version: group.version };
  };

  async function serveRequest(
    nodes: Nodes,
    node: number,
    balancerArn: string,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const startedAtMs = nowMs();
    const url = new URL(request.url ?? '/', 'http://balancer');
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const asked = { host, path: url.pathname, headers: request.headers };
    const destination = route(nodes.rulesOf(node), asked, random());
    const target = destination.kind === 'group' ? serverOf(destination.arn) : undefined;
    let status: ServedAnswer['status'];
    let madeBy: ServedAnswer['madeBy'];
    if (destination.kind === 'group' && target !== undefined) {
      const cookie =
        destination.stickySeconds === 0
          ? undefined
          : `${stickyCookie}=${encodeURIComponent(destination.arn)}; Max-Age=${destination.stickySeconds}; Path=/`;
      const extra = cookie === undefined ? {} : { 'set-cookie': cookie };
      ({ status, madeBy } = await relay(request, response, target.server.port, extra));
    } else {
      request.resume();
      madeBy =
        destination.kind === 'fixed' || destination.kind === 'redirect' ? 'rule' : 'balancer';
      if (destination.kind === 'redirect') response.setHeader('location', destination.to);
      status =
        destination.kind === 'fixed'
          ? destination.status
          : destination.kind === 'redirect'
            ? 302
            : 503;
      answerItself(response, status, destination.kind === 'fixed' ? destination.body : '');
    }
    const id = request.headers['x-request-id'];
    answers.push({
      startedAtMs,
      atMs: nowMs(),
      requestId: typeof id === 'string' ? id : '',
      node,
      groupArn: target === undefined || destination.kind !== 'group' ? undefined : destination.arn,
      version: target?.version,
      ...{ status, madeBy, balancerArn },
    });
  }

  function httpFront(nodes: Nodes, balancerArn: string): http.Server {
    const nodeOf = new WeakMap<net.Socket, number>();
    const server = http.createServer((request, response) => {
      const node = nodeOf.get(request.socket) ?? 0;
      void serveRequest(nodes, node, balancerArn, request, response);
    });
    server.on('connection', (socket: net.Socket) => {
      nodeOf.set(socket, Math.floor(random() * nodes.count));
    });
    server.keepAliveTimeout = 60_000;
    server.requestTimeout = 0;
    return server;
  }

  function tcpFront(nodes: Nodes): net.Server {
    return net.createServer((socket) => {
      const rules = nodes.rulesOf(Math.floor(random() * nodes.count));
      const destination = routeConnection(rules, random());
      const target = destination.kind === 'group' ? serverOf(destination.arn) : undefined;
      socket.on('error', () => socket.destroy());
      if (target === undefined) {
        socket.destroy();
        return;
      }
      const other = net.connect(target.server.port, '127.0.0.1');
      other.on('error', () => socket.destroy());
      socket.on('close', () => other.destroy());
      socket.pipe(other).pipe(socket);
    });
  }

  async function open(listener: ListenerView, balancer: Front['balancer']): Promise<Front> {
    const nodes = openNodes(options.nodes, listener.rules, random, nowMs);
    const server = listener.protocol.startsWith('HTTP')
      ? httpFront(nodes, balancer.arn)
      : tcpFront(nodes);
    const sockets = new Set<net.Socket>();
    server.on('connection', (socket: net.Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    // 80 and 443 need rights that tests have no business to have.
    const port = await listen(server, listener.port >= 1024 ? listener.port : 0);
    return {
      listener,
      balancer,
      nodes,
      port,
      async close() {
        nodes.stop();
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  async function followNow(): Promise<void> {
    const balancers = await plane.loadBalancers();
    const present = new Set<string>();
    for (const balancer of balancers) {
      for (const listener of balancer.listeners) {
        present.add(listener.arn);
        const front = fronts.get(listener.arn);
        if (front === undefined) fronts.set(listener.arn, await open(listener, balancer));
        else front.nodes.follow(listener.rules, dataPlane.propagationMs);
      }
    }
    for (const [arn, front] of fronts) {
      if (present.has(arn)) continue;
      fronts.delete(arn);
      await front.close();
    }
  }

  const dataPlane: FollowingDataPlane = {
    propagationMs: options.propagationMs,
    answers,
    async serve(groupArn, version, count = 1, failsEvery = 0) {
      const started = await Promise.all(
        Array.from({ length: count }, (_, place) =>
          startAppServer(`${version}-${String(place + 1)}`, version, failsEvery),
        ),
      );
      groups.set(groupArn, {
        version,
        servers: [...(groups.get(groupArn)?.servers ?? []), ...started],
      });
      return started;
    },
    async start(groupArn, version, id) {
      const runner = runners.get(id) ?? { server: startAppServer(`${version}-${id}`, version) };
      runners.set(id, runner);
      const server = await runner.server;
      const servers = groups.get(groupArn)?.servers ?? [];
      groups.set(groupArn, { version, servers: [...servers, server] });
    },
    leave(groupArn, id) {
      const group = groups.get(groupArn);
      const runner = runners.get(id);
      if (group === undefined || runner === undefined) return;
      void runner.server.then((server) => {
        const now = groups.get(groupArn) ?? group;
        const servers = now.servers.filter((one) => one !== server);
        groups.set(groupArn, { ...now, servers });
      });
    },
    async end(id) {
      const runner = runners.get(id);
      runners.delete(id);
      await (await runner?.server)?.kill();
    },
    serversOf: (groupArn) =>
      (groups.get(groupArn)?.servers ?? []).map((server) => `127.0.0.1:${server.port}`),
    addressOf(dnsNameOrArn, listenerPort) {
      const front = [...fronts.values()].find(
        ({ balancer, listener }) =>
          (balancer.dnsName === dnsNameOrArn || balancer.arn === dnsNameOrArn) &&
          (listenerPort === undefined || listener.port === listenerPort),
      );
      if (front === undefined) throw new Error(`Nothing listens for ${dnsNameOrArn}.`);
      return { host: '127.0.0.1', port: front.port };
    },
    follow() {
      // One after the other: the last one reads what is true last.
      const following = work.then(followNow).catch(() => {
        // Something went away between two reads of the lab's.
        plane.forget('load-balancers');
        return followNow();
      });
      work = following.catch((error: unknown) =>
        console.error('The data plane lost track:', error),
      );
      return following;
    },
    async settled() {
      await work;
      await Promise.all([...fronts.values()].map((front) => front.nodes.settled));
    },
    async stop() {
      await work.catch(() => undefined);
      await Promise.all([...fronts.values()].map((front) => front.close()));
      const started = await Promise.all([...runners.values()].map(({ server }) => server));
      const servers = [...[...groups.values()].flatMap((group) => group.servers), ...started];
      await Promise.all(servers.map((server) => server.kill()));
    },
  };
  return dataPlane;
}

async function listen(server: net.Server, wanted: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}
