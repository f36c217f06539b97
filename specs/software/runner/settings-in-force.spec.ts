import { describe, expect, it } from 'vitest';
import { settingsInForce } from '../../../src/runner/settings-in-force.ts';

describe('settingsInForce', () => {
  it('lists what was set of all that changes what is looked at, and nothing else', () => {
    const set = { AUDIT: 'relu-depth-1-seed-1', FC_PATH: '0:0', REPORTS: '', HOME: '/home' };
    expect(settingsInForce(set, ['run'])).toEqual(['AUDIT=relu-depth-1-seed-1', 'FC_PATH=0:0']);
    const all = [
      'ENGINE',
      'REPORTS',
      'RUN_CACHE',
      'AUDIT',
      'AUDIT_SEED',
      'FC_SEED',
      'FC_PATH',
      'NODE_OPTIONS',
    ];
    const everything = Object.fromEntries(all.map((name) => [name, 'x']));
    expect(settingsInForce(everything, [])).toEqual(all.map((name) => `${name}=x`));
    expect(settingsInForce({}, [])).toEqual([]);
    expect(settingsInForce({}, ['run', '--exclude', '**'])).toEqual(['arguments --exclude **']);
    expect(settingsInForce({}, ['run', 'run'])).toEqual(['arguments run']); // a filter
  });
});
