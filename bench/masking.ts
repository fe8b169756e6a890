/**
 * How the time of masking grows with the text, on lines made to be hard: eight times as long a line is to
 * take about eight times as long, where a pattern that looks back over it again and again takes 64 times.
 */
import { hardLines } from '../src-main/masking/hard-lines.fixture.ts';
import { longestLine, maskSecrets } from '../src-main/masking/mask-secrets.ts';
import { atMost, type Figure } from './figure.ts';

/** Quicker than this nothing can be told, in milliseconds. */
const tellingMs = 4;

export function measureMasking(): Promise<readonly Figure[]> {
  const growths = hardLines.map(({ called, of }) => {
    const [short, long] = [of(longestLine / 8), of(longestLine)];
    return { called, growth: growthOf(short, long) };
  });
  const worst = growths.reduce((one, other) => (other.growth > one.growth ? other : one));
  console.error(`  the hardest line for masking: ${JSON.stringify(worst.called)}`);
  return Promise.resolve([atMost('masking-growth-of-8-times-the-text', worst.growth, 'x', 24)]);
}

/** The smaller of two measures: what else the machine does only ever adds. */
function growthOf(short: string, long: string): number {
  const measure = (runs: number): number => {
    const took = leastMs(long, runs);
    return took <= tellingMs ? 0 : took / leastMs(short, runs * 2);
  };
  const first = measure(3);
  return first <= 24 ? first : Math.min(first, measure(9));
}

function leastMs(text: string, runs: number): number {
  const took = Array.from({ length: runs }, () => {
    const startedAt = performance.now();
    // Without the hashes: they are linear by themselves, and the memory that they take is not ours to time.
    maskSecrets(text, () => '');
    return performance.now() - startedAt;
  });
  return Math.min(...took);
}
