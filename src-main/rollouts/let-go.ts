import { within } from '../clock/within.ts';
import type { Job, RunnerPorts } from './job.ts';
import { isFinal } from './refusal.ts';

const attempts = 3;
/** Milliseconds: for an answer, and between two tries. */
const answerMs = 1000;
const pauseMs = 250;

/** The end of a rollout in the yard. When this gets no answer the lease runs out, and the next look at the record ends it. */
export async function letGo(
  { clock, yard }: Pick<RunnerPorts, 'clock' | 'yard'>,
  { fleet, rollout, epoch, signal }: Pick<Job, 'fleet' | 'rollout' | 'epoch' | 'signal'>,
): Promise<void> {
  for (let attempt = 1; attempt <= attempts && !signal.aborted; attempt += 1) {
    const answer = await within(clock, answerMs, yard.finish(fleet, rollout, epoch));
    if (answer.ok || isFinal(answer.fault.code)) return;
    await clock.delay(pauseMs, signal);
  }
}
