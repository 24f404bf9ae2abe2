// Says why the portal does not start, where it does not: without anything a browser of the last ten years may lack.
(function () {
  var texts = {
    en: {
      unsupported: [
        'This browser is too old for the portal',
        'Please update it, or open this page in a current version of Chrome, Edge, Firefox or Safari.',
      ],
      failed: [
        'The portal couldn’t start',
        'Your connection may have dropped, or the portal has just been updated. What you’ve been writing is saved.',
      ],
      slow: ['This is taking longer than usual', 'Your connection may be slow. You can wait, or reload the page.'],
      reload: 'Reload',
    },
    bn: {
      unsupported: [
        'এই ব্রাউজারটি পোর্টালের জন্য অনেক পুরোনো',
        'অনুগ্রহ করে এটি হালনাগাদ করুন, অথবা Chrome, Edge, Firefox বা Safari-এর বর্তমান সংস্করণে এই পৃষ্ঠাটি খুলুন।',
      ],
      failed: [
        'পোর্টালটি চালু করা যায়নি',
        'হয়তো আপনার সংযোগ বিচ্ছিন্ন হয়েছে, অথবা পোর্টালটি এইমাত্র হালনাগাদ হয়েছে। আপনি যা লিখছিলেন তা সংরক্ষিত আছে।',
      ],
      slow: ['স্বাভাবিকের চেয়ে বেশি সময় লাগছে', 'আপনার সংযোগ ধীর হতে পারে। অপেক্ষা করুন, অথবা পৃষ্ঠাটি আবার লোড করুন।'],
      reload: 'আবার লোড করুন',
    },
  };
  var slowAfterMs = 15000;
  var shown = '';

  function preferredLanguage() {
    var language = navigator.language;
    try {
      language = localStorage.getItem('shohayota.language') || language;
    } catch (error) {
      if (!language) throw error;
    }
    return language.slice(0, 2) === 'bn' ? 'bn' : 'en';
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function reload() {
    location.reload();
  }

  function show(app, what) {
    var language = preferredLanguage();
    var note = element('main', '');
    note.className = 'start-note';
    note.setAttribute('role', 'alert');
    note.appendChild(element('h1', texts[language][what][0]));
    note.appendChild(element('p', texts[language][what][1]));
    if (what !== 'unsupported') {
      var button = element('button', texts[language].reload);
      button.type = 'button';
      button.addEventListener('click', reload);
      note.appendChild(button);
    }
    document.documentElement.lang = language;
    app.textContent = '';
    app.appendChild(note);
  }

  function say(what) {
    var app = document.getElementById('app');
    // the first reason stands, and once the portal has started it speaks for itself
    if (shown === 'unsupported' || shown === what || (app && app.hasAttribute('data-v-app'))) return;
    shown = what;
    if (app) show(app, what);
    else
      document.addEventListener('DOMContentLoaded', function () {
        show(document.getElementById('app'), what);
      });
  }

  /** What the portal cannot do without; docs/browsers.md says which browsers have it. */
  function isSupported() {
    return (
      'noModule' in HTMLScriptElement.prototype &&
      !!window.CSS &&
      CSS.supports('color', 'color-mix(in oklab, red, red)') &&
      CSS.supports('selector(:has(a))') &&
      !!Array.prototype.at &&
      !!Object.hasOwn &&
      !!window.WebSocket &&
      !!window.Intl &&
      !!Intl.supportedValuesOf
    );
  }

  /** Says so, and keeps the portal from starting. */
  function stop(what) {
    document.documentElement.setAttribute('data-stopped', '');
    say(what);
  }

  if (!isSupported()) stop('unsupported');
  function onError(event) {
    var source = event.target;
    if (source instanceof HTMLLinkElement && source.rel === 'stylesheet') stop('failed');
    else if (source instanceof HTMLScriptElement || event.error) say('failed');
  }
  window.addEventListener('error', onError, true);
  window.addEventListener('unhandledrejection', function () {
    say('failed');
  });
  setTimeout(function () {
    if (!shown) say('slow');
  }, slowAfterMs);
})();
