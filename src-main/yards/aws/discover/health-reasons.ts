/**
 * AWS's reason codes in plain words, from the ELBv2 API reference (TargetHealth). AWS's own
 * description is added where it has one, because it carries the status code that was answered.
 */
import { plain } from '../../../../src-shared/wording.ts';

/** Without the full stop: the code follows in brackets. */
const sentences: Readonly<Record<string, string>> = {
  'Elb.RegistrationInProgress': 'the load balancer is still registering it',
  'Elb.InitialHealthChecking': 'its first health checks are not through yet',
  'Elb.InternalError': 'the load balancer has an internal error and cannot check it',
  'Target.ResponseCodeMismatch': 'its health check answers with the wrong status code',
  'Target.Timeout': 'its health check does not answer in time',
  'Target.FailedHealthChecks':
    'it fails its health checks: no connection, or an answer that is not HTTP',
  'Target.NotRegistered': 'it is not registered in its target group',
  'Target.NotInUse':
    'no rule names its target group, or its zone is not enabled, so nobody checks it',
  'Target.DeregistrationInProgress': 'it is being taken out of its target group',
  'Target.InvalidState': 'it is stopped or terminated',
  'Target.IpUnusable': 'its address is in use by a load balancer',
  'Target.HealthCheckDisabled': 'health checks are switched off for its target group',
};

/** `its health check answers with the wrong status code (Target.ResponseCodeMismatch: codes [502])`. */
export function reasonText(code: string | null, description: string | null): string {
  const said = description === null || description.trim() === '' ? null : plain(description, 160);
  if (code === null) return said ?? 'AWS gives no reason';
  const raw = plain(code, 80);
  const brackets = said === null ? raw : `${raw}: ${said.replace(/\.$/, '')}`;
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  return sentence === undefined
    ? `AWS gives a reason that Blockyard does not know (${brackets})`
    : `${sentence} (${brackets})`;
}

/** For the test that every code of the reference has its sentence. */
export const knownReasons: readonly string[] = Object.keys(sentences);
