/** Names that a page, a terminal or a reader could take for something else. One character is one byte, as in a key name. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '</title></style></textarea></table><img src=x onerror=alert(3)>',
  '<svg onload=alert(4)>',
  '"><iframe src="https://example.com/"></iframe>',
  "' onmouseover='alert(5)' x='",
  '" autofocus onfocus="alert(6)',
  'javascript:alert(7)',
  '<a href="javascript:alert(8)">click</a>',
  '<meta http-equiv="refresh" content="0;url=https://example.com/">',
  '<link rel=stylesheet href=//example.com/x.css>',
  '<base href="https://example.com/">',
  '<!-- --><![CDATA[ ]]>',
  '&lt;b&gt;&#60;i&#62;&amp;',
  '{{constructor.constructor("alert(9)")()}}',
  '${alert(10)}`',
  '=cmd|calc',
  '\x00\x01\x1b[31mred\x7f\r\n\t',
  // U+202E, U+2066 and U+200B in UTF-8.
  'key\xe2\x80\xaegpj.exe\xe2\x81\xa6\xe2\x80\x8b',
  // U+2028, which ends a line of a script.
  'a\xe2\x80\xa8b',
  // Broken UTF-8: a lone continuation, an overlong <, a surrogate, a cut sequence.
  '\x80\xc0\xbcscript\xc0\xbe\xed\xa0\x80\xf0\x9f\x98',
  '\xff\xfe<script>',
  // 中文, and letters from right to left.
  '\xe4\xb8\xad\xe6\x96\x87:\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d',
  'x'.repeat(5000),
];
