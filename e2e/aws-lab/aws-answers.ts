/** Answers in each service's own dialect: an error mapper is only proven on what the services really say. */
import type { AwsCall } from './aws-call.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const requestId = '4a1b0c7e-0000-4000-8000-00000b10c7ed';

/** An error as the call's service words it: EC2 has its own XML, SSM JSON, the others the Query protocol's. */
export function errorAnswer(call: AwsCall, status: number, code: string, message: string): Answer {
  if (call.service === 'ec2') {
    return xml(
      status,
      `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    );
  }
  if (call.service === 'ebs') return restError(status, code, message);
  if (call.service === 'ssm') {
    return {
      status,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  if (call.service === 'monitoring') {
    const query = `${code};${status >= 500 ? 'Receiver' : 'Sender'}`;
    return jsonAnswer(status, { __type: code, message }, { 'x-amzn-query-error': query });
  }
  return xml(
    status,
    `<ErrorResponse xmlns="${namespaceOf(call)}"><Error><Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

/** As EBS words it, with its second word for the same. */
export function restError(status: number, code: string, message: string, reason?: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': code,
    },
    body: JSON.stringify({ Message: message, ...(reason === undefined ? {} : { Reason: reason }) }),
  };
}

/** A successful answer of EBS. */
export function restAnswer(body: object): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: JSON.stringify(body),
  };
}

/** Of a service that speaks JSON 1.0. */
export function jsonAnswer(status: number, body: object, headers = {}): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': requestId,
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** A successful ELBv2 answer. */
export function resultAnswer(call: AwsCall, result: string): Answer {
  return xml(
    200,
    `<${call.action}Response xmlns="${namespaceOf(call)}"><${call.action}Result>${result}</${call.action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${call.action}Response>`,
  );
}

/** A successful EC2 answer. */
export function ec2Answer(call: AwsCall, result: string): Answer {
  return xml(
    200,
    `<${call.action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${requestId}</requestId>${result}</${call.action}Response>`,
  );
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function namespaceOf(call: AwsCall): string {
  switch (call.service) {
    case 'sts':
      return 'https://sts.amazonaws.com/doc/2011-06-15/';
    case 'autoscaling':
      return 'http://autoscaling.amazonaws.com/doc/2011-01-01/';
    default:
      return 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/';
  }
}
