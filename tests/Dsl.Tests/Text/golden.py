# Writes golden.json: what Keras's TextVectorization makes of random texts. It is written after Keras 3's source
# (text_vectorization.py, index_lookup.py, numerical_utils.py), step by step; tf.strings.lower, regex_replace, split, unicode_split and
# ngrams stand beside it in plain Python. scikit-learn's CountVectorizer checks the counts. Run it with Debian's python3-sklearn:
#   /usr/bin/python3 golden.py > golden.json
import itertools, json, math, random, re
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

PUNCTUATION = re.compile(r'[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']')


def preprocess(text, standardize, split, ngrams):
    if standardize in ("lower", "lower_and_strip_punctuation"):
        text = "".join(c.lower() if c < "\x80" else c for c in text)  # tf.strings.lower without an encoding: ASCII alone
    if standardize in ("strip_punctuation", "lower_and_strip_punctuation"):
        text = PUNCTUATION.sub("", text)
    if split == "whitespace":
        tokens = [t for t in re.split("[ \t\n\v\f\r]+", text) if t]
    elif split == "character":
        tokens = list(text)
    else:
        tokens = [text]
    if ngrams is None:
        return tokens
    return [" ".join(tokens[i:i + n]) for n in range(1, ngrams + 1) for i in range(len(tokens) - n + 1)]


def vectorize(texts, inputs, max_tokens, standardize, split, ngrams, mode, length):
    documents = [preprocess(t, standardize, split, ngrams) for t in texts]
    # update_state
    counts, document_counts = {}, {}
    for document in documents:
        for token in document:
            counts[token] = counts.get(token, 0) + 1
        for token in set(document):
            document_counts[token] = document_counts.get(token, 0) + 1
    # finalize_state
    counts.pop("", None)
    counts.pop("[UNK]", None)
    tokens = np.array([t.encode("utf-8") for t in counts], dtype=object)
    order = np.lexsort((tokens, np.array(list(counts.values()))))[::-1]
    start = 2 if mode == "int" else 1
    if max_tokens:
        order = order[:max_tokens - start]
    words = [tokens[i].decode("utf-8") for i in order]
    table = {word: start + i for i, word in enumerate(words)}
    unknown = start - 1
    idf = [math.log(1 + len(documents) / (1 + document_counts[w])) for w in words]
    weights = [sum(idf) / len(idf)] + idf
    outputs = []
    for text in inputs:
        row = preprocess(text, standardize, split, ngrams)
        if mode == "int":
            numbers = [0 if t == "" else table.get(t, unknown) for t in row][:length]
            outputs.append(numbers + [0] * (length - len(numbers)))
            continue
        count = [0] * (start + len(words))
        for token in row:
            if token != "":
                count[table.get(token, unknown)] += 1
        if split == "whitespace" and mode == "count":
            check(text, standardize, ngrams, words, count)
        outputs.append(count if mode == "count" else [min(c, 1) for c in count] if mode == "multi_hot"
                       else [c * w for c, w in zip(count, weights)])
    return words, idf if mode == "tf_idf" else [], outputs


def check(text, standardize, ngrams, words, count):
    vectorizer = CountVectorizer(preprocessor=lambda t: t, tokenizer=lambda t: preprocess(t, standardize, "whitespace", None),
                                 token_pattern=None, ngram_range=(1, ngrams or 1), vocabulary=words)
    assert vectorizer.transform([text]).toarray()[0].tolist() == count[1:]


# Letters beyond ASCII are lower case, since Keras's default lowers ASCII alone; the last two differ in the orders of UTF-8 and UTF-16.
ALPHABET = "abcABC012" + "äß" + "!'-_[]~" + "\uFF5E\U0001F600"
BLANKS = [" ", "  ", "\t", "\n", " \r\n", "\v", "\f"]


def text(rng):
    # Few different words, so that many have the same frequency.
    word = lambda: "".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 2)))
    return "".join(rng.choice(BLANKS + [" "] * 9) + word() for _ in range(rng.randint(0, 16))) + rng.choice(["", " ", "[UNK]", " [UNK]"])


rng = random.Random(23)
cases = []
for standardize, split, ngrams, mode in itertools.product(
        ["lower_and_strip_punctuation", "lower", "strip_punctuation", None], ["whitespace", "character", None], [None, 2, 3],
        ["int", "multi_hot", "count", "tf_idf"]):
    if split is None and ngrams:
        continue
    texts, length = [text(rng) for _ in range(4)], rng.choice([1, 4, 30]) if mode == "int" else None
    inputs, max_tokens = [text(rng) for _ in range(2)] + texts[:2] + [""], rng.choice([None, 3, 9, 20])
    words, idf, outputs = vectorize(texts, inputs, max_tokens, standardize, split, ngrams, mode, length)
    cases.append(dict(texts=texts, inputs=inputs, maxTokens=max_tokens, standardize=standardize, split=split, ngrams=ngrams, mode=mode,
                      length=length, words=words, idf=idf, outputs=outputs))
json.dump(cases, open("/dev/stdout", "w"), separators=(",", ":"))
