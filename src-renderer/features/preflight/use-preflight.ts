/** The preflight of what is wished, over what is on screen and what the yard answers when it is asked. */
import { useEffect, useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Permission } from '../../../src-shared/permission.ts';
import { noAnswers, preflightOf, type Preflight } from '../../../src-shared/preflight.ts';
import type { PreflightFacts } from '../../../src-shared/preflight-facts-schema.ts';
import type { PreflightWish } from '../../../src-shared/preflight-shape.ts';
import { usualTerms } from '../../../src-shared/release.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, useClock, usePanel } from '../../store/panel-context.ts';
import { useNow } from '../../ui/use-now.ts';
import { switchMsOf } from '../frame/switch-ms.ts';

/** Whoever types a path is not done with its first letter. */
const typingMs = 300;
/** What is left of credentials is told in minutes. */
const minutesEveryMs = 10_000;

/**
 * @param wish null: there is nothing to check yet.
 * @param rights as they were told, where somebody pressed for them.
 */
export function usePreflight(
  fleet: Fleet,
  wish: PreflightWish | null,
  rights: readonly Permission[] | null,
): { readonly preflight: Preflight | null; readonly askAgain: () => void } {
  const capabilities = usePanel((panel) => panel.capabilities);
  const images = usePanel((panel) => panel.images);
  const band = usePanel((panel) => panel.band);
  const switchMs = usePanel((panel) => switchMsOf(panel, fleet.id));
  const { nowMs } = useClock();
  const now = useNow(nowMs, minutesEveryMs);
  const [asked, setAsked] = useState(0);
  const facts = useFacts(fleet, wish, asked);
  const askAgain = (): void => {
    setAsked(asked + 1);
  };
  if (wish === null) return { preflight: null, askAgain };
  const permissions: PreflightFacts['permissions'] =
    rights === null ? null : { kind: 'told', value: [...rights] };
  const told = facts === null ? null : { ...facts, permissions };
  const ground = { capabilities, fleet, images, band, nowMs: now, switchMs, facts: told };
  return { preflight: preflightOf(ground, wish), askAgain };
}

/** @param asked how often a person has asked once more. */
function useFacts(fleet: Fleet, wish: PreflightWish | null, asked: number): PreflightFacts | null {
  const acts = useActs();
  // Whoever comes back, or signed in, is asked anew.
  const link = usePanel((panel) => panel.link.kind);
  const [told, setTold] = useState<{ readonly key: string; readonly facts: PreflightFacts }>();
  const { id } = fleet;
  const { revision } = fleet.split;
  const key = JSON.stringify([id, revision, wish === null ? null : askedOf(wish), link, asked]);
  useEffect(() => {
    let isCurrent = true;
    const [, , wanted] = JSON.parse(key) as [string, number, PreflightWish | null];
    if (wanted === null) return undefined;
    const timer = window.setTimeout(() => {
      void acts.askPreflight(id, wanted).then((result) => {
        if (!isCurrent) return;
        const facts = result.ok ? result.value : noAnswers(plain(result.fault.message, 300));
        setTold({ key, facts });
      });
    }, typingMs);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [acts, id, key]);
  return told?.key === key ? told.facts : null;
}

/** What the answers depend on; the rest of a wish is judged without asking again. */
function askedOf(wish: PreflightWish): PreflightWish {
  if (wish.kind === 'cut-over') return wish;
  const { path, text, withinMs } = wish.terms.checks;
  const { source } = wish;
  return {
    ...wish,
    source: source.kind === 'image' ? { ...source, size: 1 } : source,
    terms: { ...usualTerms, checks: { ...usualTerms.checks, path, text, withinMs } },
  };
}
