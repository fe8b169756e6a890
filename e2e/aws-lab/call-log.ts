/** Every call that came to the fault layer: "exactly one mutating call per rule" is asserted on this. */
import { type AwsCall, isMutation } from './aws-call.ts';

export interface LoggedCall {
  /** Since the lab was opened. */
  readonly atMs: number;
  /** Until the last byte of the answer was handed to the socket. */
  readonly tookMs: number;
  readonly service: string;
  readonly action: string;
  /** Access key id of the signer. */
  readonly caller: string;
  readonly isMutation: boolean;
  readonly params: Readonly<Record<string, string>>;
  /** Of the answer; `cut` when the connection was cut instead of answering. */
  readonly status: number | 'cut';
  /** Whether moto got it; false when the layer answered by itself. */
  readonly reachedMoto: boolean;
}

export interface CallLog {
  readonly all: readonly LoggedCall[];
  /** Only of this signer and from this moment on, if given. */
  mutations(only?: { readonly caller?: string; readonly sinceMs?: number }): readonly LoggedCall[];
  reads(only?: { readonly caller?: string; readonly sinceMs?: number }): readonly LoggedCall[];
  clear(): void;
}

export interface WritableCallLog extends CallLog {
  add(call: AwsCall, rest: Pick<LoggedCall, 'atMs' | 'tookMs' | 'status' | 'reachedMoto'>): void;
}

export function openCallLog(): WritableCallLog {
  const calls: LoggedCall[] = [];
  const chosen =
    (wanted: boolean) =>
    ({ caller, sinceMs = 0 }: { readonly caller?: string; readonly sinceMs?: number } = {}) =>
      calls.filter(
        (call) =>
          call.isMutation === wanted &&
          call.atMs >= sinceMs &&
          (caller === undefined || call.caller === caller),
      );
  return {
    all: calls,
    mutations: chosen(true),
    reads: chosen(false),
    clear() {
      calls.length = 0;
    },
    add(call, rest) {
      calls.push({
        service: call.service,
        action: call.action,
        caller: call.caller,
        isMutation: isMutation(call),
        params: Object.fromEntries(
          [...call.params]
            .filter(([name]) => name !== 'Action' && name !== 'Version')
            .map(([name, value]) => [name, value.slice(0, 300)]),
        ),
        ...rest,
      });
    },
  };
}
