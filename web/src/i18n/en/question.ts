export default {
  question: {
    title: 'Ask', startHint: 'Search first, or ask the office', search: 'Search, e.g. what to do before renovating', common: 'Often asked', found: 'This may help', notFound: 'Nothing found', notFoundText: 'Try other words, or ask the office: somebody will answer you.',
    noArticles: 'Nothing written down yet', noArticlesText: 'Whatever you want to know, ask the office.', ask: 'Ask the office', stillAsk: 'Not solved, ask the office', articleUseful: 'Was this useful?', answerUseful: 'Was this answer useful?', useful: 'Useful', useless: 'Not useful', thanks: 'Thank you, glad it helped', sorry: 'Thank you, we will do better',
    mine: 'My questions', none: 'No questions yet', noneText: 'Search first; if nothing is found, ask the office.', state: { waiting: 'Waiting', answered: 'Answered', closed: 'Closed' },
    what: 'What would you like to know?', whatHint: 'E.g. are there monthly places left in the garage?', about: 'What is it about?', estate: 'The estate', promise: 'The office usually answers within a working day. The answer appears here at once.', send: 'Send', sendAgain: 'Send again', unsent: 'No network, and no answer yet. It is kept for you; sent again, it is asked only once.',
    office: 'Office', waitHint: 'The office has it; the answer appears here at once.', askOn: 'Ask on…', add: 'Add something…', solved: 'Solved, close the question', reopenMine: 'Not solved yet, reopen',
    became: 'Now a repair', internal: 'Internal note', internalOnly: 'Internal, not for the resident', internalHint: 'A note for colleagues…', answerHint: 'Answer the resident… (Ctrl + Enter sends)',
    forMe: 'Questions for me to answer', forMeText: 'Questions that the office asks you to answer appear here at once.', answerShort: 'Answer the resident…',
    standard: 'Standard answers', standardSearch: 'Search standard answers', standardNone: 'No standard answer found', standardNoneText: 'Try another word, or write the answer.',
    deskSearch: 'Search questions and answers', deskNotFound: 'No such questions', deskNoneText: 'Questions of residents appear here at once.', deskNone: { waiting: 'Nobody waits for an answer', overdue: 'No answer is late', mine: 'No questions for you to answer', answered: 'No answered questions', closed: 'No closed questions' },
    view: { waiting: 'Waiting', overdue: 'Late', mine: 'For me to answer', answered: 'Answered', closed: 'Closed' }, column: { what: 'Question', asker: 'Asked by', state: 'State', assignee: 'Answers', due: 'Answer due' },
    nobody: 'Nobody', nobodyYet: 'Nobody is to answer yet', answeredBy: '{name} answers', foundUseful: 'The resident found it useful', foundUseless: 'The resident did not find it useful',
    assign: 'Hand on', assignAsk: 'Who is to answer?', assignMyself: 'I shall answer', close: 'Close', reopen: 'Reopen', convert: 'Make it a repair', convertHint: 'Reported for {name}; the words and photos of the question come along.',
    told: { take: '{who} takes the question', assign: '{who} asks {whom} to answer', close: '{who} closed the question', reopen: '{who} reopened the question', convert: '{who} made it repair {number}' },
    done: { assign: 'Handed on', close: 'Closed', reopen: 'Reopened', useful: 'Thank you', convert: 'Now a repair; the resident sees it' },
  },
}
