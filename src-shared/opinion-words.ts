/** The second opinion as people read it, in the window and on the command line. Pure. */
import type { CanaryVerdict, HeardAlarm, HeardOpinion } from './opinion-schema.ts';
import { plain } from './wording.ts';

export interface OpinionWords {
  readonly tone: CanaryVerdict | 'none';
  /** `Second opinion: passes` */
  readonly title: string;
  /** A sentence, or empty. */
  readonly text: string;
  /** `CloudWatch, 2 min old`; empty where nobody measures. */
  readonly source: string;
}

const verdicts: Readonly<Record<CanaryVerdict, string>> = {
  passes: 'passes',
  fails: 'fails',
  'cannot-say': 'cannot say',
};

/** @param nowMs epoch milliseconds. */
export function opinionWords(heard: HeardOpinion, nowMs: number): OpinionWords {
  switch (heard.kind) {
    case 'none':
      return { tone: 'none', title: 'No second opinion here', text: sentence(heard.because), source: '' }; // prettier-ignore
    case 'asked':
      return { tone: 'none', title: 'Second opinion: being asked', text: '', source: capital(heard.source) }; // prettier-ignore
    case 'silent':
      return {
        tone: 'cannot-say',
        title: 'Second opinion: not heard',
        text: sentence(heard.because),
        source: capital(heard.source),
      };
    case 'heard': {
      const { verdict, because, source, alarms, measuredToMs, notes } = heard.opinion;
      const age = measuredToMs === null ? 'no data' : `${ageText(nowMs - measuredToMs)} old`;
      const silent =
        heard.silentBecause === null ? '' : `No newer one is heard: ${sentence(heard.silentBecause)}`; // prettier-ignore
      const said = [sentence(because), alarmsText(alarms), ...notes, silent];
      return {
        tone: verdict,
        title: `Second opinion: ${verdicts[verdict]}`,
        text: said.filter((part) => part !== '').join(' '),
        source: `${capital(source)}, ${age}`,
      };
    }
  }
}

const states: Readonly<Record<HeardAlarm['state'], string>> = {
  ok: 'OK',
  alarm: 'rings',
  'insufficient-data': 'has no data',
  missing: 'is not there',
};

function alarmsText(alarms: readonly HeardAlarm[]): string {
  if (alarms.length === 0) return '';
  const each = alarms.map(({ name, state, wasOk }) => {
    const before = state === 'alarm' && wasOk === false ? ', as before' : '';
    return `"${plain(name, 60)}" ${states[state]}${before}`;
  });
  return `Alarms: ${each.join('; ')}.`;
}

function ageText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${String(seconds)} s` : `${String(Math.floor(seconds / 60))} min`;
}

function sentence(text: string): string {
  const whole = capital(plain(text, 500));
  return /[.!?\u2026]$/u.test(whole) ? whole : `${whole}.`;
}

/** Labels of generations keep their small letter. */
function capital(text: string): string {
  return /^v\d/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
