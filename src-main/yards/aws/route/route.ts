/** Traffic writes: at most one performance per token, and a repeat looks before it writes (rule 7). */
import type { Token } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { AttachOrder, RouteOrder, RouteReceipt } from '../../port.ts';
import { attach } from './attach.ts';
import { cutOver } from './cut-over.ts';
import { revert } from './revert.ts';
import type { RoutePorts } from './route-ports.ts';

export interface TrafficWrites {
  readonly route: (order: RouteOrder) => Promise<Result<RouteReceipt>>;
  readonly attach: (order: AttachOrder) => Promise<Result<RouteReceipt>>;
}

/** A rollout has one traffic write or two; receipts of hours ago are not asked for. */
const receiptsKept = 300;

type Answer = Promise<Result<RouteReceipt>>;

export function createTrafficWrites(ports: RoutePorts): TrafficWrites {
  const receipts = new Map<Token, Result<RouteReceipt>>();
  const sent = new Set<Token>();
  const running = new Map<Token, Answer>();

  const keep = (token: Token, receipt: Result<RouteReceipt>): void => {
    receipts.set(token, receipt);
    for (const oldest of receipts.keys()) {
      if (receipts.size <= receiptsKept) break;
      receipts.delete(oldest);
      sent.delete(oldest);
    }
  };

  /** @param mayGoBeside a second one may be begun while the first has no answer. */
  const once = (token: Token, mayGoBeside: boolean, perform: () => Answer): Answer => {
    const receipt = receipts.get(token);
    if (receipt !== undefined) return Promise.resolve(receipt);
    const before = running.get(token);
    if (before !== undefined && !mayGoBeside) return before;
    const work = perform()
      .then((answer) => {
        if (answer.ok) keep(token, answer);
        return answer;
      })
      .finally(() => {
        if (running.get(token) === work) running.delete(token);
      });
    running.set(token, work);
    return work;
  };

  return {
    route: (order) => {
      const { token, expectedRevision } = order;
      const sending = (): void => void sent.add(token);
      // A revert is asked for again when its connection hangs: another one may get through.
      return once(token, expectedRevision === 'any', () => {
        const wasSent = sent.has(token);
        if (expectedRevision !== 'any') {
          return cutOver(ports, { ...order, expectedRevision }, wasSent, sending);
        }
        sending();
        return revert(ports, order, wasSent);
      });
    },
    attach: (order) => once(order.token, false, () => attach(ports, order)),
  };
}
