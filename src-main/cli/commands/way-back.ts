/** Whatever stands against going back, with what can be done about it; and a rehearsal of it, beside the live traffic. */
import { findFleet, findGeneration } from '../../../src-shared/find-named.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { rehearsable, rehearsalText, whyNeverRehearsed } from '../../../src-shared/rehearsal.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { insuranceSummary, revertInsurance } from '../../../src-shared/revert-insurance.ts';
import { effectWords, type RiskFix } from '../../../src-shared/revert-risk.ts';
import { surroundingsOf } from '../../../src-shared/revert-surroundings.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { shellQuote } from '../../../src-shared/shell-quote.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';

export function showInsurance(run: CliRun, named: string | null): Promise<ExitCode> {
  return inPlace(run, ({ opened, yard, rollouts }, { fleets }) => {
    const fleet = findFleet(fleets, named);
    const band = opened.band();
    const insurance = revertInsurance({
      ...{ fleet, band, capabilities: yard.capabilities, link: opened.link().kind },
      lane: null,
      around: surroundingsOf({
        link: opened.link(),
        nowMs: run.clock.now(),
        account: band.account,
      }),
      switchMs: rollouts.expectedRevertMs(fleet.id),
    });
    const text = insuranceSummary(insurance);
    const judged = insurance.kind === 'judged' ? insurance : null;
    const facts = {
      ...{ fleet: fleet.id, text, to: judged?.to.id ?? null, isAhead: judged?.isAhead ?? false },
      risks: judged?.risks ?? [],
      unknown: judged?.unknown ?? [],
      rehearsals: fleet.rehearsals ?? [],
    };
    run.terminal.answer('insurance', facts, () =>
      [
        text,
        ...facts.risks.map((risk) => `  ${effectWords[risk.effect]}: ${risk.text}${fixText(fleet, risk.fix)}`), // prettier-ignore
        ...facts.unknown.map((one) => `  not known: ${one.text}${fixText(fleet, one.fix)}`),
        ...facts.rehearsals.slice(-1).map((last) => `Rehearsed ${new Date(last.atMs).toISOString()}. ${rehearsalText(fleet, last)}`), // prettier-ignore
      ].join('\n'),
    );
    return Promise.resolve(exitCodes.done);
  });
}

/** What does here what a button leads to in the window. */
function fixText(fleet: Fleet, fix: RiskFix): string {
  if (fix.kind === 'outside') return `\n    ${fix.text}`;
  const { to } = fix;
  const name = shellQuote(plain(fleet.name, 80));
  const of = `--fleet ${name}`;
  switch (to.kind) {
    case 'sign-in':
      return '\n    Sign in where these credentials come from.';
    case 'start-yard':
      return '\n    blockyard yard start';
    case 'rights':
      return '\n    The window asks for the rights: Plan, Check permissions.';
    case 'images':
      return '\n    blockyard image import PATH';
    case 'blocks':
      return `\n    blockyard fleet show ${name}, then blockyard replace BLOCK ${of}`;
    case 'keep-images':
      return '\n    The settings of the yard in the window keep images of launches.';
    case 'rehearsal':
      return `\n    blockyard rehearse ${of}`;
    case 'scale':
      return `\n    blockyard scale ${shellQuote(plain(to.generation, 300))} --size BLOCKS ${of}`;
    case 'start':
      return `\n    blockyard start ${shellQuote(plain(to.generation, 300))} ${of}`;
    case 'data-note':
      return `\n    blockyard data ${shellQuote(plain(to.generation, 300))} none ${name} (or expand, or contract)`;
  }
}

/** @param to cut over to, and back from; null: as the window offers it first where no lane was picked. */
export function rehearse(run: CliRun, named: string | null, to: string | null): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const fleet = findFleet(fleets, named);
    const { away, back } = pairOf(fleet, to, yard.capabilities);
    const order = { fleet: fleet.id, away, back, by: ownerText(run.owner) };
    const rehearsal = must(await yard.rehearse(order));
    run.terminal.answer('rehearsed', { fleet: fleet.id, rehearsal }, () => rehearsalText(fleet, rehearsal)); // prettier-ignore
    return rehearsal.end.kind === 'measured' && rehearsal.lost === 0
      ? exitCodes.done
      : exitCodes.failed;
  });
}

function pairOf(fleet: Fleet, to: string | null, capabilities: Parameters<typeof rehearsable>[1]) {
  const can = rehearsable(fleet, capabilities, null);
  const current = currentOf(fleet);
  if (to !== null && current !== undefined && whyNeverRehearsed(fleet, capabilities) === null) {
    return { away: findGeneration(fleet, to).id, back: current.id };
  }
  if (can.kind === 'cannot') throw new FaultError({ code: 'refused', message: can.because });
  const [{ away, back }] = can.pairs;
  return { away: away.id, back: back.id };
}
