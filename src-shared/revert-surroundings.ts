/** What a yard shows of the way to it, for every place that says what a revert would meet. Pure. */
import type { YardLink } from './panel.ts';
import type { RevertSurroundings } from './revert-readiness.ts';

export interface SeenSurroundings {
  readonly link: YardLink;
  readonly nowMs: number;
  /** Of the credentials and the rights, as far as they are known. */
  readonly account?: Pick<RevertSurroundings, 'endsAtMs' | 'signInByMs'> | null;
  readonly denied?: RevertSurroundings['denied'];
}

export function surroundingsOf(seen: SeenSurroundings): RevertSurroundings {
  const { link, nowMs, account, denied } = seen;
  const isDenied = link.kind === 'stale' && link.denial !== undefined;
  const blind = isDenied ? 'not-allowed' : 'not-answering';
  return {
    nowMs,
    blind: link.kind === 'stale' ? blind : null,
    endsAtMs: account?.endsAtMs ?? null,
    signInByMs: account?.signInByMs ?? null,
    denied: denied ?? null,
  };
}
