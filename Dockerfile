# Earshot in a container: small, as a user who is not root, every package by its digest.
# docs/deploy.md says how to run it, and what of it was tried.

FROM python:3.11-slim AS build
WORKDIR /opt/earshot
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv .venv
COPY requirements.lock pyproject.toml ./
RUN .venv/bin/pip install --require-hashes -r requirements.lock
COPY . .
# The program stays where it lies; what only its tests need goes again.
RUN .venv/bin/pip install --no-deps --no-build-isolation -e . \
 && python -c "import re, tomllib; \
names = tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['dev']; \
print(*(re.match(r'[\w.-]+', name)[0] for name in names))" \
  | xargs .venv/bin/pip uninstall --yes

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/cache/earshot --create-home earshot \
 && install -d -o earshot -g earshot -m 0700 /var/lib/earshot
COPY --from=build /opt/earshot /opt/earshot
ENV EARSHOT_DATA=/var/lib/earshot PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    PATH=/opt/earshot/.venv/bin:$PATH
WORKDIR /opt/earshot
USER earshot
VOLUME /var/lib/earshot
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; assert u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4).read() == b'ok'"]
# Within a container there is no loopback to be reached: it refuses to start without sign-in.
CMD ["earshot", "serve", "--address", "0.0.0.0", "--port", "8501"]
