FROM python:3.12-slim

RUN useradd --create-home --uid 10001 lab
WORKDIR /home/lab/app

# What changes seldom comes first, so that a change of the code builds one small layer.
ARG EXTRAS=mlflow,postgres,sign-in
COPY pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu \
    && pip install --no-cache-dir ".[$EXTRAS]"

COPY sample_data sample_data
COPY .streamlit/config.toml .streamlit/config.toml
COPY app.py ./
COPY core core
COPY pages pages

RUN install --directory --owner=lab --group=lab /home/lab/data
USER lab
ENV DISTILL_LAB_DATA=/home/lab/data PYTHONDONTWRITEBYTECODE=1
VOLUME /home/lab/data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import os, urllib.request as u; base = os.environ.get('STREAMLIT_SERVER_BASE_URL_PATH', '').strip('/'); u.urlopen('/'.join(filter(None, ['http://127.0.0.1:8501', base, '_stcore/health'])), timeout=3)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.headless=true"]
