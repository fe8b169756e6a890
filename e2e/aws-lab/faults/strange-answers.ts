/** Answers with status 200 that are none: what a broken proxy or a captive portal sends. */
import { type Answer, resultAnswer } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';

export const emptyAnswer: Answer = { status: 200, headers: {}, body: '' };

export const htmlAnswer: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body><form action="/login">Accept the terms to go on</form></body></html>',
};

/** Well formed, and says that there is nothing at all. */
export function emptyResult(call: AwsCall): Answer {
  if (call.service === 'ssm') {
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{}' };
  }
  if (call.service === 'ec2') {
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?><${call.action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId></${call.action}Response>`,
    };
  }
  return resultAnswer(call, '');
}
