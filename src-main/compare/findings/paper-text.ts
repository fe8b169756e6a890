/** Findings in the form that was asked for. */
import { findingsHtml } from './findings-html.ts';
import { findingsMarkdown } from './findings-markdown.ts';
import type { FindingsPaper, PaperFormat } from './findings-paper.ts';

export function paperText(paper: FindingsPaper, format: PaperFormat): string {
  return format === 'html' ? findingsHtml(paper) : findingsMarkdown(paper);
}
