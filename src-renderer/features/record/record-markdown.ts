/** A record as Markdown, for a ticket or a chat. Times are UTC: whoever reads it is elsewhere. Pure. */
import { acceptanceText } from '../../../src-shared/acceptance.ts';
import type { Audit, RecordedAudit } from '../../../src-shared/audit.ts';
import { ownerText } from '../../../src-shared/wording.ts';
import { markdownText } from '../../../src-shared/markdown-text.ts';
import { momentsOf } from './moments.ts';
import {
  acceptedIn,
  answerText,
  beforeText,
  comparedText,
  duration,
  endText,
  sincePress,
  tookText,
} from '../../../src-shared/record-words.ts';
import { utcText } from '../../../src-shared/utc-text.ts';

export function recordMarkdown({ audit, trouble }: RecordedAudit, yardName: string): string {
  const { label, fleet, rollout, end, weighed = [] } = audit;
  const accepted = acceptedIn(audit);
  const compared = comparedText(audit);
  return [
    `## ${markdownText(label)}`,
    '',
    `- Fleet: ${markdownText(fleet)}, yard: ${markdownText(yardName)}`,
    `- Rollout: ${code(rollout)}`,
    `- Pressed: ${utcText(audit.pressedAtMs)} by ${markdownText(ownerText(audit.owner))}`,
    `- Seen before: ${markdownText(beforeText(audit))}`,
    ...(accepted === null
      ? []
      : [`- Warnings accepted: ${markdownText(acceptanceText(accepted))}`]),
    ...weighed.map(({ what, text }) => `  - ${markdownText(what)}: ${markdownText(text)}`),
    ...(compared === null ? [] : [`- Findings: ${markdownText(compared, 1000)}`]),
    `- End: ${markdownText(endText(audit))}`,
    ...(end === null ? [] : [`- ${markdownText(end.text, 2000)}`]),
    ...(end === null || end.firstResponseMs === null
      ? []
      : [`- First response after ${duration(end.firstResponseMs)}`]),
    ...(trouble === null ? [] : [`- **Not all of it:** ${markdownText(trouble)}`]),
    ...(audit.isClockSetBack ? ['- **The clock was set back meanwhile.**'] : []),
    '',
    '### Calls',
    '',
    ...callRows(audit),
    '',
    '### All moments',
    '',
    '| when | what |',
    '| --- | --- |',
    ...momentsOf(audit).map(
      ({ atMs, text }) => `| ${sincePress(atMs, audit)} | ${markdownText(text)} |`,
    ),
    '',
  ].join('\n');
}

function callRows({ steps }: Audit): string[] {
  if (steps.length === 0) return ['Nothing was sent.'];
  return [
    '| call | why | sent | took | answer | token |',
    '| --- | --- | --- | --- | --- | --- |',
    ...steps.flatMap(({ title, token, attempts }) =>
      attempts.map((each) => {
        const again = each.attempt === 1 ? '' : ` (attempt ${String(each.attempt)})`;
        const cells = [`${title}${again}`, each.reason].map((text) => markdownText(text));
        const answer = markdownText(answerText(each.answer));
        return `| ${cells.join(' | ')} | ${utcText(each.sentAtMs)} | ${tookText(each)} | ${answer} | ${code(token)} |`;
      }),
    ),
  ];
}

/** Ids are ours, and yet a record can be written by anybody. */
function code(id: string): string {
  return /^[\w.:-]+$/u.test(id) ? `\`${id}\`` : markdownText(id);
}
