import { describe, expect, it } from 'vitest';
import { isConsole, isOpenable } from './openable-address.ts';

describe('isOpenable', () => {
  it('opens the entry of a local fleet', () => {
    expect(isOpenable('http://127.0.0.1:8480')).toBe(true);
    expect(isOpenable('http://127.0.0.1:8480/')).toBe(true);
  });

  it.each([
    'https://example.com',
    'http://127.0.0.1',
    'http://user:secret@127.0.0.1:8480/',
    'http://127.0.0.1.example.com:80/',
    'http://127.0.0.1@example.com:80/',
    'http://localhost:8480/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://bundle/index.html',
    '//127.0.0.1:80',
    '',
    'http://',
    'smb://127.0.0.1:80/x',
    'http://0x7f.1:80.example/',
  ])('refuses %s', (address) => {
    expect(isOpenable(address)).toBe(false);
  });
});

describe('isConsole', () => {
  it.each([
    'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-0abc',
    'https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1#TargetGroup:',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home',
  ])('opens %s', (address) => {
    expect(isConsole(address)).toBe(true);
  });

  it.each([
    'http://eu-west-1.console.aws.amazon.com/ec2/home',
    'https://eu-west-1.console.aws.amazon.com.example.org/ec2/home',
    'https://example.org/ec2/home#eu-west-1.console.aws.amazon.com',
    'https://console.aws.amazon.com@example.org/ec2/home',
    'https://user@eu-west-1.console.aws.amazon.com/ec2/home',
    'https://eu-west-1.console.aws.amazon.com:8443/ec2/home',
    'https://eu-west-1.console.aws.amazon.com/iam/home',
    'https://eu-west-1.console.aws.amazon.com/ec2/home/../../iam',
    'https://evil.console.aws.amazon.com/ec2/home',
    'https://aws.amazon.com/ec2/home',
    'https://eu-west-1.signin.aws.amazon.com/ec2/home',
    'javascript:alert(1)',
    '',
  ])('refuses %s', (address) => {
    expect(isConsole(address)).toBe(false);
  });
});
