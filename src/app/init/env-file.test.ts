import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderEnvExample } from '../../config/reference.ts';
import { mergeEnv } from './env-file.ts';

const url = { name: 'DOCSPACE_BASE_URL', value: 'https://portal.example.com', otherNames: ['DOCSPACE_API_HOST'] };
const key = { name: 'DOCSPACE_API_KEY', value: 'sk-new', otherNames: ['DOCSPACE_API_KEY_FILE'] };

describe('settings in .env', () => {
  it('make a file that holds them where there was none', () => {
    const { text, replaced } = mergeEnv('', [url, key]);
    expect(text.startsWith('# ')).toBe(true);
    expect(parseEnv(text)).toEqual({ DOCSPACE_BASE_URL: url.value, DOCSPACE_API_KEY: 'sk-new' });
    expect(replaced).toEqual([]);
  });

  it('leave every other line as it is, to the last byte', () => {
    const before = '# mine\r\nPORT=4000\r\n\r\nDOCSPACE_API_KEY=sk-old\nLOG_LEVEL="debug" # why';
    const { text, replaced } = mergeEnv(before, [url, key]);
    expect(text).toBe(
      '# mine\r\nPORT=4000\r\n\r\nDOCSPACE_API_KEY=sk-new\nLOG_LEVEL="debug" # why\nDOCSPACE_BASE_URL=https://portal.example.com\n',
    );
    expect(replaced).toEqual(['DOCSPACE_API_KEY']);
  });

  it('take the place of their line in the example', () => {
    const example = renderEnvExample();
    const { text, replaced } = mergeEnv(example, [url, key]);
    expect(text.split('\n')).toHaveLength(example.split('\n').length);
    expect(parseEnv(text)).toEqual({ DOCSPACE_BASE_URL: url.value, DOCSPACE_API_KEY: 'sk-new' });
    expect(replaced).toEqual([]);
  });

  it('take the place of the same setting under another name, which is kept as a comment', () => {
    const { text, replaced } = mergeEnv(
      'DOCSPACE_API_HOST=https://old.example.com\nexport DOCSPACE_API_KEY_FILE=/k\n',
      [url, key],
    );
    expect(text).toBe(
      '#DOCSPACE_API_HOST=https://old.example.com\n#export DOCSPACE_API_KEY_FILE=/k\nDOCSPACE_BASE_URL=https://portal.example.com\nDOCSPACE_API_KEY=sk-new\n',
    );
    expect(replaced).toEqual(['DOCSPACE_BASE_URL', 'DOCSPACE_API_KEY']);
  });

  it('change nothing when they are there already, and every line where there are two', () => {
    const same = 'DOCSPACE_API_KEY=sk-new\n';
    expect(mergeEnv(same, [key])).toEqual({ text: same, replaced: [] });
    expect(mergeEnv('DOCSPACE_API_KEY=a\nDOCSPACE_API_KEY=b\n', [key]).text).toBe(`${same}${same}`);
  });

  it('are quoted where a reader would take a part of them for a comment', () => {
    const { text } = mergeEnv('', [{ ...key, value: 'sk-a#b c$&' }]);
    expect(parseEnv(text)['DOCSPACE_API_KEY']).toBe('sk-a#b c$&');
  });
});
