import { describe, expect, it } from 'vitest';
import { asFleetId } from '../../../src-shared/ids.ts';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import type { AwsCall, CallOutcome } from './session/call-ledger.ts';
import { createYardNotices } from './yard-notices.ts';

const call = (startedAtMs: number, outcome: CallOutcome, service: AwsCall['service'] = 'ec2'): AwsCall => ({
  service,
  action: 'DescribeInstances',
  isMutation: false,
  isReserved: false,
  startedAtMs,
  ms: 10,
  outcome,
}); // prettier-ignore
const start = () => {
  const clock = createVirtualClock();
  const notices = createYardNotices(clock, () => 7.5);
  return { clock, notices, texts: () => notices.all().map(({ text }) => text) };
};

describe('credentials that end', () => {
  it('are told a quarter of an hour before, once for each end', () => {
    const { clock, notices, texts } = start();
    const endsAtMs = clock.now() + 16 * 60_000;
    notices.credentialsEnd(null);
    notices.credentialsEnd(endsAtMs);
    expect(texts()).toEqual([]);
    clock.setWallBy(2 * 60_000);
    for (let look = 0; look < 3; look += 1) notices.credentialsEnd(endsAtMs);
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toMatch(/^The credentials end in about 14 min, at \d\d:\d\d:\d\d UTC\. /u);
    notices.credentialsEnd(endsAtMs + 60_000);
    expect(texts()).toHaveLength(2);
    // What has ended is told by the yard's state, not as something to come.
    notices.credentialsEnd(clock.now() - 1000);
    expect(texts()).toHaveLength(2);
  });
});

describe('what could not be read', () => {
  it('is told once for each text, and again when it had been read in between', () => {
    const { notices, texts } = start();
    for (let look = 0; look < 3; look += 1) notices.gaps(['No tags.', 'No images.', 'No images.']);
    expect(texts()).toEqual(['No tags.', 'No images.']);
    expect(notices.all().map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    notices.gaps(['No images.']);
    notices.gaps(['No tags.', 'No images.']);
    expect(texts().slice(2)).toEqual(['No tags.']);
  });
});

describe('throttling', () => {
  it('is told when it begins and when it is over, with service, time and age of what was shown', () => {
    const { clock, notices, texts } = start();
    notices.lookedUnder([call(0, 'ok')], 5000);
    expect(texts()).toEqual([]);
    const calls = [call(0, 'ok'), call(0, 'throttled'), call(0, 'throttled')];
    for (let look = 0; look < 3; look += 1) notices.lookedUnder(calls, 23_400);
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toMatch(
      /^AWS throttles EC2 since \d\d:\d\d:\d\d UTC\. 2 calls were refused, by the limits of the whole account\. What was shown had become 23 s old\. Looks now take at most 7\.5 calls a second of it; a revert does not wait for them\.$/u,
    );
    expect(notices.whyThrottled(calls)).toMatch(/^AWS throttles EC2 since /u);
    clock.at(61_000, () => undefined);
    clock.step(61_000);
    for (let look = 0; look < 3; look += 1) notices.lookedUnder(calls, 5000);
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toMatch(/^AWS does not throttle EC2 any more\. It did from .* to .*\.$/u);
    expect(notices.whyThrottled(calls)).toBeNull();
    // Another stretch, and another service, are news.
    notices.lookedUnder([...calls, call(61_000, 'throttled'), call(61_000, 'throttled', 'elb')], 9000);
    expect(texts().slice(2).join()).toMatch(/AWS throttles EC2 .*AWS throttles Elastic Load Balancing/u);
  }); // prettier-ignore

  it('that was over before anybody looked is no news', () => {
    const { clock, notices, texts } = start();
    clock.at(100_000, () => undefined);
    clock.step(100_000);
    notices.lookedUnder([call(0, 'throttled')], 5000);
    expect(texts()).toEqual([]);
  });
});

describe('a launch that waits for the budget of EC2', () => {
  it('is told once for each size, when it is long', () => {
    const notices = createYardNotices(createVirtualClock(), () => 15);
    const fleet = asFleetId('storefront');
    notices.startsLate(fleet, 300, 4999);
    expect(notices.all()).toEqual([]);
    notices.startsLate(fleet, 300, 100_000);
    notices.startsLate(fleet, 300, 90_000);
    expect(notices.all()).toMatchObject([
      {
        fleet,
        severity: 'info',
        text: 'Starting 300 servers waits about 2 min: EC2 lets an account start 1000 at once and then 2 a second, whoever starts them. It goes on by itself.',
      },
    ]);
    notices.startsLate(fleet, 400, 150_000);
    expect(notices.all()).toHaveLength(2);
  });
});
