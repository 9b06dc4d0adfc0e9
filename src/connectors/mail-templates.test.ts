import { describe, expect, it } from 'vitest';
import { errorKindOf } from '../base/errors.ts';
import { mailTemplateNames, renderMail } from './mail-templates.ts';
import type { MailData } from './mail-templates.ts';

function someData(firstName?: string, url = 'https://docspace.example.com/rooms/shared/7/filter?folder=7'): MailData {
  return { person: { firstName }, room: { url } };
}

describe('the welcome mail', () => {
  it('greets by first name and leads to the room, in text and in HTML', () => {
    const mail = renderMail('welcome', someData('Ada'));
    expect(mail.subject).toBe('Welcome to DocSpace');
    expect(mail.text).toBe(
      'Hello Ada, your personal home room has been created.\n\nhttps://docspace.example.com/rooms/shared/7/filter?folder=7\n',
    );
    expect(mail.html).toContain('Hello Ada, your personal home room has been created.');
    expect(mail.html).toContain('href="https://docspace.example.com/rooms/shared/7/filter?folder=7"');
  });

  it.each([undefined, '', '  ', '\r\n'])('greets a person without a first name (%j) as "there"', (firstName) => {
    expect(renderMail('welcome', someData(firstName)).text).toMatch(/^Hello there, your/);
  });

  it('keeps a name that looks like markup as text', () => {
    const mail = renderMail('welcome', someData('<b>Bob</b> & "co"'));
    expect(mail.html).toContain('Hello &lt;b&gt;Bob&lt;/b&gt; &amp; &quot;co&quot;, your');
    expect(mail.html).not.toContain('<b>');
    expect(mail.text).toContain('Hello <b>Bob</b> & "co", your');
  });

  it('keeps a name with line breaks on its line', () => {
    expect(renderMail('welcome', someData('Ada\r\n\r\nPay at evil.example\u2028now')).text).toMatch(
      /^Hello Ada Pay at evil\.example now, your personal/,
    );
  });

  it('does not let an address break out of its attribute, or run', () => {
    const quoted = renderMail('welcome', someData('Ada', 'https://a.example.com/"><script>x</script>')).html;
    expect(quoted).not.toContain('<script>');
    const running = renderMail('welcome', someData('Ada', 'javascript:alert(1)')).html;
    expect(running).not.toContain('href');
  });
});

describe('an unknown template', () => {
  it('is refused, naming those that exist', () => {
    const render = () => renderMail('farewell', someData());
    expect(render).toThrow('there is no mail template "farewell"');
    try {
      render();
    } catch (error) {
      expect(errorKindOf(error)).toBe('invalid-blueprint');
      expect(error).toMatchObject({
        hint: 'Use one of: welcome, invited, guests-removed.',
        details: { known: mailTemplateNames },
      });
    }
  });
});
