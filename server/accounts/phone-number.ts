export const phoneRule =
  'Telephone number in international form, such as +8801712345678; a national form (01712-345678) is taken too where the time zone tells the country. It is kept in E.164 form.';
